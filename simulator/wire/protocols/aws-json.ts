import { faultOnTheWire } from "../error-shape.ts";
import { MalformedInput } from "../malformed-input.ts";
import { readJson, writeJson } from "./json-shape.ts";
import type { Protocol } from "./protocol.ts";

/**
 * Systems Manager and EventBridge (1.1), CloudWatch (1.0): https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
 * Errors are 400 or 500, whatever status the model has for other protocols. A service that
 * spoke awsQuery before also tells its old error code, in `x-amzn-query-error`.
 */
export const awsJson: Protocol = {
  action: (request, service) => {
    const [prefix, name] = request.headers["x-amz-target"]?.split(".") ?? [];
    return prefix === service.targetPrefix ? name : undefined;
  },
  read: (request, operation) => {
    const input = parseJson(request.body);
    return operation.input.isUnitSchema()
      ? {}
      : (readJson(operation.input, input) as Record<string, unknown>);
  },
  answer: ({ output }, value, { requestId }) => ({
    status: 200,
    headers: { "content-type": "application/x-amz-json-1.1", "x-amzn-requestid": requestId },
    body: output.isUnitSchema() ? "{}" : JSON.stringify(writeJson(output, value)),
  }),
  refuse: (fault, { service, requestId }) => {
    const { code, message, status, sender, type, messageMember } = faultOnTheWire(
      fault,
      service,
      () => undefined,
    );
    const queryCode = service.protocols.includes("awsQuery") && { "x-amzn-query-error": `${code};${sender}` };
    return {
      status,
      headers: { "content-type": "application/x-amz-json-1.1", "x-amzn-requestid": requestId, ...queryCode },
      body: JSON.stringify({ __type: type, [messageMember]: message }),
    };
  },
  codes: { missing: "ValidationException", malformed: "SerializationException" },
};

/** Parses a request's body; an empty one is an empty object. Throws MalformedInput. */
export function parseJson(body: string): unknown {
  if (body === "") return {};
  try {
    return JSON.parse(body);
  } catch (error) {
    throw new MalformedInput(`The body is not JSON: ${(error as Error).message}`);
  }
}
