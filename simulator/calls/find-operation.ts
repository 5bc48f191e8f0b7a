import { ServiceFault } from "../services/operation.ts";
import type { Protocol } from "../wire/protocols/protocol.ts";
import { type OperationShape, shapesOf } from "../wire/protocols/shapes.ts";
import type { Service } from "../wire/service.ts";
import type { ReadCall } from "./read-call.ts";

/** A call that the simulator does not carry out is refused with this code, with a status that no client tries again. */
const NOT_SIMULATED = "NotImplementedBySimulator";

export const notSimulated = (message: string): ServiceFault => new ServiceFault(NOT_SIMULATED, message, 400);

export interface FoundOperation {
  readonly operation: ReadCall<unknown>["operation"];
  readonly shape: OperationShape;
  readonly given: NonNullable<Service["given"]>;
}

/** A service's operation by its name. Throws a fault that names what the simulator has instead. */
export function findOperation(service: Service, action: string): FoundOperation {
  const { signingName, operations, schemas, given = all } = service;
  const shape = shapesOf(schemas).operations.get(action);
  const operation = Object.hasOwn(operations, action) ? operations[action] : undefined;
  if (shape && operation) return { operation, shape, given };
  const has = Object.keys(operations).sort().join(", ");
  throw notSimulated(`The simulator does not carry out ${signingName}:${action}. It has: ${has}.`);
}

const all = (input: Readonly<Record<string, unknown>>): Record<string, unknown> => input;

/**
 * The input as the operation takes it. Throws a fault for a top-level parameter that is not carried out, and for a required one that is
 * absent.
 */
export function checkedInput(
  read: Readonly<Record<string, unknown>>,
  { operation, shape, given }: FoundOperation,
  { missing }: Protocol["codes"],
): Record<string, unknown> {
  const input = given(read);
  const accepted: readonly string[] = operation.accepts;
  const stranger = Object.keys(input).find((name) => !accepted.includes(name));
  if (stranger !== undefined) {
    throw notSimulated(`The simulator does not carry out the parameter ${stranger} of ${shape.name}.`);
  }
  const absent = shape.required.find((name) => input[name] === undefined);
  if (absent !== undefined) throw new ServiceFault(missing, absentMessage(absent, missing));
  return input;
}

// EC2 says it in its own words, all others in those of the validation framework behind them.
const absentMessage = (name: string, code: string): string =>
  code === "MissingParameter"
    ? `The request must contain the parameter ${name}`
    : `1 validation error detected: Value null at '${name.charAt(0).toLowerCase()}${name.slice(1)}' failed to satisfy constraint: Member must not be null`;
