import { type Operation, ServiceFault } from "../services/operation.ts";
import { MalformedInput } from "./malformed-input.ts";
import type { WireRequest, WireResponse } from "./message.ts";
import type { Protocol } from "./protocol.ts";
import { likelyProtocol, protocolOf } from "./protocols.ts";
import type { Service } from "./service.ts";
import { type OperationShape, shapesOf } from "./shapes.ts";

/** A call that was read: what is to be done, and how its answer goes back. */
export interface ReadCall {
  readonly service: string;
  readonly action: string;
  readonly operation: Operation<Record<string, unknown>, object | undefined>;
  readonly input: Record<string, unknown>;
  answer(output: object | undefined): WireResponse;
  refuse(fault: ServiceFault): WireResponse;
}

/** A request that cannot be carried out, and the answer that says why. */
export interface RefusedCall {
  readonly service: string;
  readonly action: string;
  readonly fault: ServiceFault;
  readonly response: WireResponse;
}

/** A call that the simulator does not carry out is refused with this code, with a status that no client tries again. */
export const NOT_SIMULATED = "NotImplementedBySimulator";

const notSimulated = (message: string): ServiceFault => new ServiceFault(NOT_SIMULATED, message, 400);

/**
 * Reads a request of any AWS client. Refused are: an unknown service, an operation or a top-level parameter that the
 * simulator does not carry out (by name), malformed input, and absent required parameters.
 */
export function readCall(
  request: WireRequest,
  services: ReadonlyMap<string, Service>,
  requestId: string,
): ReadCall | RefusedCall {
  const name = serviceName(request, services);
  const service = services.get(name);
  const protocol = service && protocolOf(request, service);
  if (!service || !protocol) return refuseOutright(name, request, { requestId, services });
  const context = { service, requestId };
  const action = protocol.action(request, service);
  try {
    const { operation, shape } = find(request, service, action);
    return {
      service: name,
      action: shape.name,
      operation,
      input: readInput(request, protocol, { operation, shape }),
      answer: (output) => protocol.answer(shape, output ?? {}, context),
      refuse: (fault) => protocol.refuse(fault, context),
    };
  } catch (error) {
    const fault = asFault(error, protocol);
    return { service: name, action: action ?? "?", fault, response: protocol.refuse(fault, context) };
  }
}

const CREDENTIAL_SCOPE = /Credential=[^,]*\/([^/,]+)\/aws4_request/;

// The signature's scope names the service; an unsigned request may still tell by its target.
function serviceName(request: WireRequest, services: ReadonlyMap<string, Service>): string {
  const scope = CREDENTIAL_SCOPE.exec(request.headers.authorization ?? "")?.[1];
  if (scope !== undefined) return scope;
  const prefix = request.headers["x-amz-target"]?.split(".")[0];
  const byTarget = [...services.values()].find(({ targetPrefix }) => targetPrefix && targetPrefix === prefix);
  return byTarget?.signingName ?? "?";
}

interface Found {
  readonly operation: ReadCall["operation"];
  readonly shape: OperationShape;
}

function find(request: WireRequest, service: Service, action: string | undefined): Found {
  const { signingName, apiVersion, operations, schemas } = service;
  if (action === undefined) {
    const target = request.headers["x-amz-target"] ?? `${request.method} ${request.path}`;
    throw notSimulated(`${target} names no operation of ${signingName}.`);
  }
  const version = /(?:^|&)Version=([^&]*)/.exec(request.body)?.[1];
  if (apiVersion && version && version !== apiVersion) {
    throw notSimulated(
      `The simulator has ${signingName} in version ${apiVersion}, not ${version} (${action}).`,
    );
  }
  const shape = shapesOf(schemas).operations.get(action);
  const operation = Object.hasOwn(operations, action) ? operations[action] : undefined;
  if (shape && operation) return { operation, shape };
  const has = Object.keys(operations).sort().join(", ");
  throw notSimulated(`The simulator does not carry out ${signingName}:${action}. It has: ${has}.`);
}

function readInput(
  request: WireRequest,
  protocol: Protocol,
  { operation, shape }: Found,
): Record<string, unknown> {
  const input = protocol.read(request, shape);
  const accepted: readonly string[] = operation.accepts;
  const stranger = Object.keys(input).find((name) => !accepted.includes(name));
  if (stranger !== undefined) {
    throw notSimulated(`The simulator does not carry out the parameter ${stranger} of ${shape.name}.`);
  }
  const absent = shape.required.find((name) => input[name] === undefined);
  if (absent !== undefined) throw new ServiceFault(protocol.codes.missing, absentMessage(absent, protocol));
  return input;
}

// EC2 says it in its own words, all others in those of the validation framework behind them.
const absentMessage = (name: string, protocol: Protocol): string =>
  protocol.codes.missing === "MissingParameter"
    ? `The request must contain the parameter ${name}`
    : `1 validation error detected: Value null at '${name.charAt(0).toLowerCase()}${name.slice(1)}' failed to satisfy constraint: Member must not be null`;

function asFault(error: unknown, protocol: Protocol): ServiceFault {
  if (error instanceof ServiceFault) return error;
  if (error instanceof MalformedInput) return new ServiceFault(protocol.codes.malformed, error.message);
  throw error;
}

interface Refusal {
  readonly requestId: string;
  readonly services: ReadonlyMap<string, Service>;
}

// Which service is meant is not known, so the answer takes the form that this kind of request is usually answered in.
function refuseOutright(name: string, request: WireRequest, { requestId, services }: Refusal): RefusedCall {
  const has = [...services.keys()].sort().join(", ");
  const fault = notSimulated(
    `The simulator has no service '${name}', or not in the protocol of this request. It has: ${has}.`,
  );
  const protocol = likelyProtocol(request);
  const service: Service = { signingName: name, protocols: [], schemas: {}, operations: {} };
  return { service: name, action: "?", fault, response: protocol.refuse(fault, { service, requestId }) };
}
