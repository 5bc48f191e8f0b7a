import type { NormalizedSchema } from "@smithy/core/schema";
import { faultOnTheWire } from "../error-shape.ts";
import type { WireRequest } from "../message.ts";
import { parseJson } from "./aws-json.ts";
import { readJson, writeJson } from "./json-shape.ts";
import type { Protocol } from "./protocol.ts";
import { readScalar } from "./scalar.ts";
import { type OperationShape, type SchemaModule, shapesOf } from "./shapes.ts";

/** EC2 Image Builder: https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html */
export const restJson: Protocol = {
  action: (request, service) => routeOf(request, service.schemas)?.name,
  read: (request, operation) => ({
    ...(readJson(operation.input, parseJson(request.body)) as Record<string, unknown>),
    ...fromQuery(request, operation.input),
    ...fromPath(request, operation),
  }),
  answer: ({ output }, value, { requestId }) => ({
    status: 200,
    headers: { "content-type": "application/json", "x-amzn-requestid": requestId },
    body: JSON.stringify(writeJson(output, value)),
  }),
  refuse: (fault, { service, requestId }) => {
    const { message, status, type, messageMember } = faultOnTheWire(
      fault,
      service,
      (shape) => shape.restStatus,
    );
    const name = type.split("#").at(-1) ?? type;
    return {
      status,
      headers: {
        "content-type": "application/json",
        "x-amzn-requestid": requestId,
        "x-amzn-errortype": name,
      },
      body: JSON.stringify({ [messageMember]: message }),
    };
  },
  codes: { missing: "InvalidRequestException", malformed: "InvalidRequestException" },
};

const routeOf = (request: WireRequest, schemas: SchemaModule): OperationShape | undefined =>
  [...shapesOf(schemas).operations.values()].find(
    ({ http }) => http?.method === request.method && pathLabels(http.path, request.path) !== undefined,
  );

/** The labels of a path by its template, `/tags/{resourceArn}`; undefined when the path is another. */
function pathLabels(template: string, path: string): Readonly<Record<string, string>> | undefined {
  const pattern = template.replace(/\{(\w+)\+?\}/g, "(?<$1>[^/]+)");
  const match = new RegExp(`^${pattern}/?$`).exec(path);
  return match ? { ...match.groups } : undefined;
}

function fromPath(request: WireRequest, operation: OperationShape): Record<string, unknown> {
  const labels = pathLabels(operation.http?.path ?? "", request.path) ?? {};
  return Object.fromEntries(Object.entries(labels).map(([name, text]) => [name, decodeURIComponent(text)]));
}

function fromQuery(request: WireRequest, input: NormalizedSchema): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [name, member] of input.structIterator()) {
    const key = member.getMergedTraits().httpQuery;
    const text = key === undefined ? undefined : request.query[key];
    if (text !== undefined) values[name] = readScalar(member, text, name);
  }
  return values;
}
