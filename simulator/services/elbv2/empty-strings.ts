/** Here a value may be empty: an attribute's and a tag's. */
const MAY_BE_EMPTY = new Set(["Attributes", "Tags"]);

type Input = Readonly<Record<string, unknown>>;

/**
 * An input without its empty strings, which are no values at all. Terraform sends what it has no value for in that way
 * (`IpAddressType=`), and AWS takes it as not given.
 */
export const withoutEmptyStrings = (input: Input): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(input)
      .filter(([, member]) => member !== "")
      .map(([key, member]) => [key, MAY_BE_EMPTY.has(key) ? member : given(member)]),
  );

function given(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(given);
  if (value === null || typeof value !== "object" || value instanceof Date) return value;
  return withoutEmptyStrings(value as Input);
}
