import { checkedInput, type FoundOperation, findOperation, notSimulated } from "../calls/find-operation.ts";
import type { ReadCall, RefusedCall } from "../calls/read-call.ts";
import { ServiceFault } from "../services/operation.ts";
import { MalformedInput } from "./malformed-input.ts";
import type { WireRequest, WireResponse } from "./message.ts";
import type { Protocol } from "./protocols/protocol.ts";
import { isForm, likelyProtocol, protocolOf } from "./protocols/protocols.ts";
import type { Service } from "./service.ts";

/**
 * Reads a request of any AWS client. Refused are: an unknown service, an operation or a top-level parameter that the
 * simulator does not carry out (by name), malformed input, and absent required parameters.
 */
export function readCall(
  request: WireRequest,
  services: ReadonlyMap<string, Service>,
  requestId: string,
): ReadCall<WireResponse> | RefusedCall<WireResponse> {
  const name = serviceName(request, services);
  const service = services.get(name);
  const protocol = service && protocolOf(request, service);
  if (!service || !protocol) return refuseOutright(name, request, { requestId, services });
  const context = { service, requestId };
  const action = protocol.action(request, service);
  try {
    const found = find(request, service, action);
    const { operation, shape } = found;
    return {
      service: name,
      action: shape.name,
      operation,
      input: readInput(request, protocol, found),
      answer: (output) => protocol.answer(shape, output ?? {}, context),
      refuse: (fault) => protocol.refuse(fault, context),
    };
  } catch (error) {
    const fault = asFault(error, protocol);
    return { service: name, action: action ?? "?", fault, refusal: protocol.refuse(fault, context) };
  }
}

const RPC_PATH = /\/service\/([^/]+)\/operation\//;
const CREDENTIAL_SCOPE = /Credential=[^,]*\/([^/,]+)\/aws4_request/;

// The signature's scope names the service; an unsigned request may still tell by its target or its path.
function serviceName(request: WireRequest, services: ReadonlyMap<string, Service>): string {
  const scope = CREDENTIAL_SCOPE.exec(request.headers["authorization"] ?? "")?.[1];
  if (scope !== undefined) return scope;
  const prefix = request.headers["x-amz-target"]?.split(".")[0] ?? RPC_PATH.exec(request.path)?.[1];
  const byTarget = [...services.values()].find(({ targetPrefix }) => targetPrefix && targetPrefix === prefix);
  return byTarget?.signingName ?? "?";
}

function find(request: WireRequest, service: Service, action: string | undefined): FoundOperation {
  const { signingName, apiVersion } = service;
  if (action === undefined) {
    const target = request.headers["x-amz-target"] ?? `${request.method} ${request.path}`;
    throw notSimulated(`${target} names no operation of ${signingName}.`);
  }
  const version = isForm(request) ? /(?:^|&)Version=([^&]*)/.exec(request.body)?.[1] : undefined;
  if (apiVersion && version && version !== apiVersion) {
    throw notSimulated(
      `The simulator has ${signingName} in version ${apiVersion}, not ${version} (${action}).`,
    );
  }
  return findOperation(service, action);
}

function readInput(request: WireRequest, protocol: Protocol, found: FoundOperation): Record<string, unknown> {
  return checkedInput(protocol.read(request, found.shape), found, protocol.codes);
}

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
function refuseOutright(
  name: string,
  request: WireRequest,
  { requestId, services }: Refusal,
): RefusedCall<WireResponse> {
  const has = [...services.keys()].sort().join(", ");
  const fault = notSimulated(
    `The simulator has no service '${name}', or not in the protocol of this request. It has: ${has}.`,
  );
  const protocol = likelyProtocol(request);
  const service: Service = { signingName: name, protocols: [], schemas: {}, operations: {} };
  return { service: name, action: "?", fault, refusal: protocol.refuse(fault, { service, requestId }) };
}
