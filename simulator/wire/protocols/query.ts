import { faultOnTheWire } from "../error-shape.ts";
import type { WireRequest, WireResponse } from "../message.ts";
import type { Service } from "../service.ts";
import type { Protocol } from "./protocol.ts";
import { readQuery } from "./query-reader.ts";
import { element, escapeXml, xmlMembers } from "./xml-writer.ts";

const form = (body: string): URLSearchParams => new URLSearchParams(body);
const actionOf = ({ body }: WireRequest): string | undefined => form(body).get("Action") ?? undefined;

/** Auto Scaling, Elastic Load Balancing, STS: https://smithy.io/2.0/aws/protocols/aws-query-protocol.html */
export const awsQuery: Protocol = {
  action: actionOf,
  read: (request, operation) => readQuery(form(request.body), operation.input, "awsQuery"),
  answer: ({ name, output }, value, { service, requestId }) => {
    const result = output.isUnitSchema() ? "" : element(`${name}Result`, xmlMembers(output, value));
    const metadata = element("ResponseMetadata", element("RequestId", requestId));
    return xml(200, requestId, document(`${name}Response`, service, result + metadata));
  },
  refuse: (fault, { service, requestId }) => {
    const { code, message, status, sender } = faultOnTheWire(fault, service, (shape) => shape.queryStatus);
    const error = element("Error", element("Type", sender) + codeAndMessage(code, message));
    return xml(
      status,
      requestId,
      document("ErrorResponse", service, error + element("RequestId", requestId)),
    );
  },
  codes: { missing: "ValidationError", malformed: "ValidationError" },
};

/** EC2: https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html */
export const ec2Query: Protocol = {
  action: actionOf,
  read: (request, operation) => readQuery(form(request.body), operation.input, "ec2Query"),
  answer: ({ name, output }, value, { service, requestId }) => {
    const members = output.isUnitSchema() ? element("return", "true") : xmlMembers(output, value);
    return xml(
      200,
      requestId,
      document(`${name}Response`, service, element("requestId", requestId) + members),
    );
  },
  refuse: (fault, { service, requestId }) => {
    const { code, message, status } = faultOnTheWire(fault, service, () => undefined);
    const errors = element("Errors", element("Error", codeAndMessage(code, message)));
    const content = errors + element("RequestID", requestId);
    return xml(status, requestId, `${PROLOGUE}${element("Response", content)}`);
  },
  codes: { missing: "MissingParameter", malformed: "InvalidParameterValue" },
};

const PROLOGUE = '<?xml version="1.0" encoding="UTF-8"?>\n';

const document = (name: string, service: Service, content: string): string =>
  `${PROLOGUE}<${name} xmlns="${service.xmlNamespace ?? ""}">${content}</${name}>`;

const codeAndMessage = (code: string, message: string): string =>
  element("Code", escapeXml(code)) + element("Message", escapeXml(message));

const xml = (status: number, requestId: string, body: string): WireResponse => ({
  status,
  headers: { "content-type": "text/xml;charset=UTF-8", "x-amzn-requestid": requestId },
  body,
});
