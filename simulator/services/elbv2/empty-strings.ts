import type { OperationTable } from "../operation.ts";

/** Here a value may be empty: an attribute's and a tag's. */
const MAY_BE_EMPTY = new Set(["Attributes", "Tags"]);

/**
 * The same operations, for which an empty string is no value at all. Terraform sends what it has no value for in that way
 * (`IpAddressType=`), and AWS takes it as not given.
 */
export const takingEmptyAsAbsent = (operations: OperationTable): OperationTable =>
  Object.fromEntries(
    Object.entries(operations).map(([name, operation]) => [
      name,
      { ...operation, handle: (input, context) => operation.handle(given(input), context) },
    ]),
  );

function given(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(given);
  if (value === null || typeof value !== "object" || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== "")
      .map(([key, member]) => [key, MAY_BE_EMPTY.has(key) ? member : given(member)]),
  );
}
