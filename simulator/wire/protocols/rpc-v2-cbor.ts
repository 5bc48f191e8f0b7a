import { cbor, dateToTag } from "@smithy/core/cbor";
import { faultOnTheWire } from "../error-shape.ts";
import { MalformedInput } from "../malformed-input.ts";
import type { WireResponse } from "../message.ts";
import { readTimestamp } from "./scalar.ts";
import type { Protocol } from "./protocol.ts";
import { treeReader, treeWriter, wrongKind } from "./shape-tree.ts";

const PATH = /\/service\/([^/]+)\/operation\/([^/]+)$/;
const EPOCH_SECONDS = 1;

/**
 * CloudWatch, as its newer clients speak to it: https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html
 * The path names service and operation, bodies are CBOR both ways, and answers say so in `smithy-protocol`. Errors are
 * 400 or 500, named in `__type`; a service that spoke awsQuery before also tells its old code, in `x-amzn-query-error`.
 */
export const rpcV2Cbor: Protocol = {
  action: (request, service) => {
    const [, prefix, name] = PATH.exec(request.path) ?? [];
    return prefix === service.targetPrefix ? name : undefined;
  },
  read: (request, operation) =>
    operation.input.isUnitSchema()
      ? {}
      : (readCbor(operation.input, parse(request.bytes())) as Record<string, unknown>),
  answer: ({ output }, value, { requestId }) =>
    output.isUnitSchema() ? empty(requestId) : filled(200, requestId, writeCbor(output, value)),
  refuse: (fault, { service, requestId }) => {
    const { code, message, status, sender, type, messageMember } = faultOnTheWire(
      fault,
      service,
      () => undefined,
    );
    const { headers, ...rest } = filled(status, requestId, { __type: type, [messageMember]: message });
    const queryCode = service.protocols.includes("awsQuery") && { "x-amzn-query-error": `${code};${sender}` };
    return { ...rest, headers: { ...headers, ...queryCode } };
  },
  codes: { missing: "ValidationException", malformed: "SerializationException" },
};

const common = (requestId: string) => ({ "smithy-protocol": "rpc-v2-cbor", "x-amzn-requestid": requestId });

const empty = (requestId: string): WireResponse => ({ status: 200, headers: common(requestId), body: "" });

const filled = (status: number, requestId: string, value: unknown): WireResponse => ({
  status,
  headers: { ...common(requestId), "content-type": "application/cbor" },
  body: cbor.serialize(value),
});

function parse(bytes: Uint8Array): unknown {
  if (bytes.length === 0) return {};
  try {
    return cbor.deserialize(bytes);
  } catch (error) {
    throw new MalformedInput(`The body is not CBOR: ${(error as Error).message}`);
  }
}

interface Tagged {
  readonly tag: number;
  readonly value: number | bigint;
}

const readCbor = treeReader((schema, value, where) => {
  if (schema.isTimestampSchema()) {
    const time = value as Tagged | null;
    if (time?.tag !== EPOCH_SECONDS) throw wrongKind(where, "a time");
    return readTimestamp(Number(time.value), where);
  }
  if (schema.isBlobSchema() && !(value instanceof Uint8Array)) throw wrongKind(where, "bytes");
  if (schema.isStringSchema() && typeof value !== "string") throw wrongKind(where, "a string");
  if (schema.isBooleanSchema() && typeof value !== "boolean") throw wrongKind(where, "a boolean");
  return schema.isNumericSchema() ? number(value, where) : value;
});

const writeCbor = treeWriter((schema, value) =>
  schema.isTimestampSchema() ? dateToTag(value as Date) : value,
);

function number(value: unknown, where: string): number {
  if (typeof value !== "number" && typeof value !== "bigint") throw wrongKind(where, "a number");
  return Number(value);
}
