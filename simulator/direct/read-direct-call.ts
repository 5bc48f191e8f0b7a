import { checkedInput, findOperation } from "../calls/find-operation.ts";
import type { ReadCall, RefusedCall } from "../calls/read-call.ts";
import { ServiceFault } from "../services/operation.ts";
import { faultOnTheWire } from "../wire/error-shape.ts";
import { usualProtocol } from "../wire/protocols/protocols.ts";
import { shapesOf } from "../wire/protocols/shapes.ts";
import type { ProtocolName, Service } from "../wire/service.ts";
import { type Empties, shapeCopies } from "./shape-copy.ts";

/** A call as an SDK client holds it before it is written for the network. */
export interface DirectCall {
  /** The client's class: `AutoScalingClient`. */
  readonly client: string;
  /** The command's class: `DescribeAutoScalingGroupsCommand`. */
  readonly command: string;
  readonly input: object;
}

/** What the command gives back, or the error that it throws. */
export type DirectOutcome = { readonly output: object } | { readonly error: Error };

interface Wire {
  readonly empties: Empties;
  readonly status: Parameters<typeof faultOnTheWire>[2];
}
const WIRES: Readonly<Record<ProtocolName, Wire>> = {
  awsQuery: { empties: "lists", status: (shape) => shape.queryStatus },
  ec2Query: { empties: "none", status: () => undefined },
  awsJson: { empties: "all", status: () => undefined },
  restJson: { empties: "all", status: (shape) => shape.restStatus },
  rpcV2Cbor: { empties: "all", status: () => undefined },
};
const wireOf = ({ protocols: [first = "awsJson"] }: Service): Wire => WIRES[first];
const inputCopies = { all: shapeCopies("all"), lists: shapeCopies("lists"), none: shapeCopies("none") };
const outputCopy = shapeCopies("all");

/**
 * Reads a call past the wire. What it refuses, and what it hands on, is what `readCall` would of the same call; only the
 * idempotency tokens that the SDK makes up, which nobody can send twice, are not there.
 */
export function readDirectCall(
  { client, command, input }: DirectCall,
  services: ReadonlyMap<string, Service>,
  requestId: string,
): ReadCall<DirectOutcome> | RefusedCall<DirectOutcome> {
  const service = [...services.values()].find(({ schemas }) => Object.hasOwn(schemas, client));
  if (service === undefined) throw new Error(`The simulator has no service for ${client}.`);
  const action = command.replace(/Command$/, "");
  const refuse = (fault: ServiceFault): DirectOutcome => ({ error: asSdkError(fault, service, requestId) });
  try {
    const found = findOperation(service, action);
    const read = inputCopies[wireOf(service).empties](found.shape.input)(input) ?? {};
    const taken = checkedInput(read as Record<string, unknown>, found, usualProtocol(service).codes);
    return {
      service: service.signingName,
      action,
      operation: found.operation,
      input: taken,
      answer: (output) => ({ output: answerOf(outputCopy(found.shape.output)(output ?? {}), requestId) }),
      refuse,
    };
  } catch (error) {
    if (!(error instanceof ServiceFault)) throw error;
    return { service: service.signingName, action, fault: error, refusal: refuse(error) };
  }
}

const answerOf = (output: unknown, requestId: string): object => ({
  $metadata: { httpStatusCode: 200, requestId, attempts: 1, totalRetryDelay: 0 },
  ...(output as object),
});

/** The error that the SDK makes of a fault: named as the model names it, or by its code where nothing is modeled. */
function asSdkError(fault: ServiceFault, service: Service, requestId: string): Error {
  const { code, message, status } = faultOnTheWire(fault, service, wireOf(service).status);
  const name = shapesOf(service.schemas).errors.get(code)?.name ?? code;
  return Object.assign(new Error(message), {
    name,
    Code: code,
    $fault: status < 500 ? "client" : "server",
    $metadata: { httpStatusCode: status, requestId, attempts: 1, totalRetryDelay: 0 },
  });
}
