import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readInstanceEvent } from "../../../src/detect/instance-reported/read-instance-event.ts";

const IN = new URL("../../../events/in/", import.meta.url);
type Event = { readonly detail: Readonly<Record<string, unknown>> } & Readonly<Record<string, unknown>>;
const sample = (name: string): Event =>
  JSON.parse(readFileSync(new URL(`${name}.json`, IN), "utf8")) as Event;
const session = sample("cloudtrail-ssm-start-session");
const health = sample("health-ec2-instance-retirement-scheduled");
const changed = (event: Event, detail: object): Event => ({
  ...event,
  detail: { ...event.detail, ...detail },
});
const ID = "i-1234567890abcdef0";

describe("a call that CloudTrail tells of", () => {
  test("is a login with who came, when and by which way", () => {
    expect(readInstanceEvent(session)).toEqual({
      kind: "login",
      said: {
        eventId: "00000000-0000-4000-8000-000000000024",
        source: "aws.ssm",
        account: "123456789012",
        region: "us-east-1",
        saidAt: Date.UTC(2026, 10, 20, 10),
        says: "StartSession",
      },
      at: { instance: ID },
      login: {
        way: "StartSession",
        principal: "Admin/alice",
        at: Date.UTC(2026, 10, 20, 9, 59, 58),
        evidence: {
          call: "66666666-7777-8888-9999-000000000000",
          address: "203.0.113.10",
          arn: "arn:aws:sts::123456789012:assumed-role/Admin/alice",
        },
      },
    });
  });

  test.each([
    [
      "whoever stands behind the role",
      { type: "AssumedRole", arn: "arn:x", sessionContext: { sourceIdentity: "alice@corp" } },
      "alice@corp",
    ],
    [
      "a user",
      { type: "IAMUser", arn: "arn:aws:iam::123456789012:user/bob" },
      "arn:aws:iam::123456789012:user/bob",
    ],
    ["the account's own", { type: "Root" }, "Root"],
    ["nobody that is known", {}, "somebody"],
  ])("names %s", (_what, userIdentity, principal) => {
    expect(readInstanceEvent(changed(session, { userIdentity }))).toMatchObject({ login: { principal } });
  });

  test("through an endpoint names an address in its network", () => {
    const tunnel = {
      eventSource: "ec2-instance-connect.amazonaws.com",
      eventName: "OpenTunnel",
      requestParameters: {
        instanceConnectEndpointId: "eice-1",
        privateIpAddress: "10.0.0.7",
        remotePort: "22",
      },
    };
    expect(readInstanceEvent(changed(session, tunnel))).toMatchObject({
      kind: "login",
      at: { endpoint: "eice-1", address: "10.0.0.7" },
    });
  });

  test.each([
    ["refused", { errorCode: "AccessDenied" }, /was refused \(AccessDenied\)/],
    ["without success", { responseElements: { success: false } }, /was refused \(no success\)/],
    [
      "by AWS itself",
      { userIdentity: { type: "AWSService", invokedBy: "ssm.amazonaws.com" } },
      /nobody logged in/,
    ],
    ["to a task", { requestParameters: { target: "ecs:cluster_task_runtime" } }, /is no server of EC2/],
    [
      "to a machine elsewhere",
      { requestParameters: { target: "mi-0123456789abcdef0" } },
      /is no server of EC2/,
    ],
    ["of another kind", { eventName: "TerminateSession" }, /lets nobody into a server/],
  ])("%s is ignored with its reason", (_what, detail, reason) => {
    const read = readInstanceEvent(changed(session, detail));
    expect(read).toMatchObject({ kind: "ignored", reason: expect.stringMatching(reason) as string });
  });

  test.each([
    ["without a target", { requestParameters: null }, "detail.requestParameters"],
    [
      "to no instance id",
      { requestParameters: { target: "web-1" } },
      "detail.requestParameters.target: must be an instance id",
    ],
    ["without who", { userIdentity: undefined }, "detail.userIdentity"],
    ["with an endless address", { sourceIPAddress: "1".repeat(3000) }, "detail.sourceIPAddress"],
  ])("%s is malformed, and where is said", (_what, detail, place) => {
    const read = readInstanceEvent(changed(session, detail));
    expect(read).toMatchObject({ kind: "malformed", reason: expect.stringContaining(place) as string });
  });

  test("from another source than AWS is nothing", () => {
    expect(readInstanceEvent({ ...session, source: "fleet.watch" })).toMatchObject({ kind: "ignored" });
  });
});

describe("an event of AWS Health", () => {
  const entity = (entityValue: string) => ({ entityValue, status: "PENDING" });

  test("names its servers by id or ARN, each once, and others not", () => {
    const affectedEntities = [
      entity(ID),
      entity(`arn:aws:ec2:us-east-1:123456789012:instance/${ID}`),
      entity("i-01234567"),
      entity("vol-0123456789abcdef0"),
    ];
    const read = readInstanceEvent(changed(health, { affectedEntities, eventRegion: "eu-west-1" }));
    expect(read).toMatchObject({
      kind: "notice",
      claims: [
        { instance: ID, region: "eu-west-1", says: "AWS_EC2_INSTANCE_RETIREMENT_SCHEDULED" },
        { instance: "i-01234567" },
      ],
    });
  });

  test.each([
    ["of another service", { service: "RDS" }],
    ["of an issue", { eventTypeCategory: "issue" }],
    ["without a server", { affectedEntities: [] }],
  ])("%s is ignored", (_what, detail) => {
    expect(readInstanceEvent(changed(health, detail))).toMatchObject({ kind: "ignored" });
  });
});
