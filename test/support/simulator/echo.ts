import type { Operation } from "../../../simulator/services/operation.ts";
import type { Service } from "../../../simulator/wire/service.ts";

export type EchoService = Omit<Service, "operations">;

/** A service of one operation that keeps the input it was given and answers a fixed output. */
export function echo(
  service: EchoService,
  action: string,
  accepts: readonly string[],
  output: object | undefined,
) {
  const inputs: unknown[] = [];
  const operation: Operation<Record<string, unknown>, object | undefined> = {
    kind: "write",
    accepts,
    handle: (input) => {
      inputs.push(input);
      return output;
    },
  };
  return { inputs, services: [{ ...service, operations: { [action]: operation } }] };
}
