import type { WireRequest } from "../message.ts";
import type { ProtocolName, Service } from "../service.ts";
import { awsJson } from "./aws-json.ts";
import type { Protocol } from "./protocol.ts";
import { awsQuery, ec2Query } from "./query.ts";
import { restJson } from "./rest-json.ts";
import { rpcV2Cbor } from "./rpc-v2-cbor.ts";

const protocols: Readonly<Record<ProtocolName, Protocol>> = {
  awsQuery,
  ec2Query,
  awsJson,
  restJson,
  rpcV2Cbor,
};

/** The protocol that this request speaks, of those that the service is called with; undefined when none. */
export function protocolOf(request: WireRequest, service: Service): Protocol | undefined {
  const name = service.protocols.find((each) => spoken(request).includes(each));
  return name && protocols[name];
}

/** The protocol that SDK clients call the service with. */
export const usualProtocol = ({ protocols: [first = "awsJson"] }: Service): Protocol => protocols[first];

/** The protocol that such a request most likely speaks, when its service is not known. */
export const likelyProtocol = (request: WireRequest): Protocol => protocols[spoken(request)[0] ?? "restJson"];

// Requests tell themselves apart: RPC v2 says its name, only awsJson has a target header, only the query dialects send
// forms.
function spoken(request: WireRequest): readonly ProtocolName[] {
  const rpc = request.headers["smithy-protocol"];
  if (rpc !== undefined) return rpc === "rpc-v2-cbor" ? ["rpcV2Cbor"] : [];
  if (request.headers["x-amz-target"] !== undefined) return ["awsJson"];
  return isForm(request) ? ["awsQuery", "ec2Query"] : ["restJson"];
}

/** True for a request of the query dialects. */
export const isForm = ({ headers }: WireRequest): boolean =>
  headers["content-type"]?.startsWith("application/x-www-form-urlencoded") ?? false;
