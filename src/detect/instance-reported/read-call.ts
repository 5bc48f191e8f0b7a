import * as z from "zod";
import type { Way } from "../../domain/access/login.ts";
import { type Envelope, ignored, short } from "../event-envelope.ts";
import type { InstanceEvent, LoggedIntoAt } from "./claim.ts";
import { instanceId } from "../../domain/access/instance-id.ts";
import { saidBy } from "./said-by.ts";

const text = z.string().max(2048);

const call = z.object({
  detail: z.object({
    eventSource: short,
    eventName: short,
    eventID: short.optional(),
    eventTime: z.iso.datetime().optional(),
    awsRegion: short.optional(),
    sourceIPAddress: text.optional(),
    errorCode: text.optional(),
    userIdentity: z.object({
      type: short.optional(),
      arn: text.optional(),
      principalId: text.optional(),
      invokedBy: text.optional(),
      sessionContext: z.object({ sourceIdentity: text.optional() }).optional(),
    }),
    requestParameters: z.record(z.string(), z.unknown()).nullish(),
    responseElements: z.record(z.string(), z.unknown()).nullish(),
  }),
});
type Call = z.infer<typeof call>["detail"];

/** What a call is to us, by service and name: its servers are named by different members (aws-facts 9.6). */
const CALLS: Readonly<Record<string, { readonly way: Way | null; readonly at: z.ZodType<LoggedIntoAt> }>> = {
  "ssm.amazonaws.com StartSession": {
    way: "StartSession",
    at: z.object({ target: instanceId }).transform(({ target }) => ({ instance: target })),
  },
  "ec2-instance-connect.amazonaws.com SendSSHPublicKey": at("SendSSHPublicKey"),
  "ec2-instance-connect.amazonaws.com SendSerialConsoleSSHPublicKey": at("SendSerialConsoleSSHPublicKey"),
  "ec2-instance-connect.amazonaws.com OpenTunnel": {
    way: "OpenTunnel",
    at: z
      .object({ instanceConnectEndpointId: short, privateIpAddress: z.union([z.ipv4(), z.ipv6()]) })
      .transform((said) => ({ endpoint: said.instanceConnectEndpointId, address: said.privateIpAddress })),
  },
  // It may have changed what a server is judged by, and may not: it is read.
  "ec2.amazonaws.com ModifyInstanceAttribute": at(null),
};

function at(way: Way | null) {
  return { way, at: z.object({ instanceId }).transform((said) => ({ instance: said.instanceId })) };
}

/** A target of Session Manager that is no server of EC2: a managed node of elsewhere, or a task of ECS. */
const ELSEWHERE = /^(mi-|ecs:)/;

/**
 * A call that CloudTrail tells of: somebody was let into a server, or has changed one. One that was refused let nobody in. Throws
 * ZodError for what is no such event.
 */
export function readCall(event: unknown, head: Envelope): InstanceEvent {
  const { detail } = call.parse(event);
  const { eventSource, eventName, errorCode, userIdentity, responseElements, requestParameters } = detail;
  const known = CALLS[`${eventSource} ${eventName}`];
  if (known === undefined)
    return ignored(head.id, `${eventName} of ${eventSource} lets nobody into a server`);
  if (errorCode !== undefined || responseElements?.["success"] === false)
    return ignored(head.id, `${eventName} was refused (${errorCode ?? "no success"}): nobody was let in`);
  if (userIdentity.type === "AWSService" || userIdentity.invokedBy !== undefined)
    return ignored(head.id, `${eventName} by ${userIdentity.invokedBy ?? "a service"}: nobody logged in`);
  const target = requestParameters?.["target"];
  if (typeof target === "string" && ELSEWHERE.test(target))
    return ignored(head.id, `${target} is no server of EC2`);
  const place = z.object({ detail: z.object({ requestParameters: known.at }) }).parse(event);
  const where = place.detail.requestParameters;
  const said = { ...saidBy(head), says: eventName, region: detail.awsRegion ?? head.region };
  if (known.way !== null)
    return { kind: "login", said, at: where, login: loginOf(known.way, detail, said.saidAt) };
  return "instance" in where
    ? { kind: "notice", claims: [{ ...said, ...where }] }
    : ignored(head.id, `${eventName} names no server`);
}

function loginOf(way: Way, { eventTime, eventID, sourceIPAddress, userIdentity }: Call, saidAt: number) {
  const { arn, principalId } = userIdentity;
  return {
    way,
    principal: principalOf(userIdentity),
    at: eventTime === undefined ? saidAt : Date.parse(eventTime),
    evidence: { call: eventID ?? null, address: sourceIPAddress ?? null, arn: arn ?? principalId ?? null },
  };
}

/** Who stands behind a role, where that is kept; else the role's session, else what there is (aws-facts 9.6). */
function principalOf({ sessionContext, arn, principalId, type }: Call["userIdentity"]): string {
  const [, session] = arn === undefined ? [] : (/:assumed-role\/(.+)$/.exec(arn) ?? []);
  const who = sessionContext?.sourceIdentity ?? session ?? arn ?? principalId ?? type ?? "somebody";
  return who.slice(0, 256);
}
