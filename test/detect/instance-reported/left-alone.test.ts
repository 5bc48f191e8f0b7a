import { describe, expect, test } from "vitest";
import { openInstanceReportedContext } from "../../../src/detect/instance-reported/context.ts";
import { instanceReported } from "../../../src/detect/instance-reported/instance-reported.ts";
import { readInstanceEvent } from "../../../src/detect/instance-reported/read-instance-event.ts";
import { listEntries } from "../../../src/ledger/entries.ts";
import { listFindings } from "../../../src/ledger/findings.ts";
import { instance, tagsOf } from "../../support/detect/scan/fake-account.ts";
import { fakeScan } from "../../support/detect/scan/fake-scan.ts";
import { answeringRuntime } from "../../support/detect/answering-runtime.ts";

const ID = "i-0123456789abcdef0";
const EVENT = {
  id: "e1",
  source: "fleet.watch",
  "detail-type": "Instance Drift Detected",
  account: "123456789012",
  region: "us-east-1",
  time: "2026-11-20T10:00:00Z",
  detail: { instance: ID },
};

/** A drifted server with these tags, of which somebody makes a claim. */
async function claimed(tags: Readonly<Record<string, string>>, event: object = EVENT) {
  const { account, context, ledger, started } = await fakeScan({
    declaration: { drift: { "key-pair": "auto" } },
  });
  account.servers = [
    instance("web", ID, { KeyName: "mine", State: { Name: "running" }, Tags: tagsOf(tags) }),
  ];
  const claims = { ...context, region: "us-east-1", trustedSources: ["fleet.watch"] };
  const { reason, fleet } = await instanceReported(event, claims);
  const written = [await listFindings(ledger, "web"), started, await listEntries(ledger, fleet)];
  return { reason, written };
}

const OWN = { "moult:fleet": "web", "aws:autoscaling:groupName": "web-g0001" };
const elsewhere = { ...EVENT, detail: { instance: ID, region: "eu-west-1" } };
const another = { ...EVENT, detail: { instance: "i-0fedcba9876543210" } };

describe("a claim that changes nothing", () => {
  test.each([
    ["of another region", OWN, elsewhere, `${ID} is in eu-west-1, the fleets are in us-east-1`],
    ["about a server that is gone", OWN, another, "i-0fedcba9876543210 is gone: EC2 shows no such server"],
    [
      "about nobody's server",
      { Name: "web" },
      EVENT,
      `${ID} does not carry the tag moult:fleet: it is in no fleet`,
    ],
    [
      "about a server of a fleet that nobody declared",
      { ...OWN, "moult:fleet": "shop" },
      EVENT,
      `${ID} is tagged moult:fleet=shop, which is not declared`,
    ],
    [
      "of somebody who is not trusted",
      OWN,
      { ...EVENT, source: "stranger" },
      "stranger is no trusted source (custom.trustedSources in serverless.yml)",
    ],
    [
      "about a server of another group",
      { ...OWN, "aws:autoscaling:groupName": "by-hand" },
      EVENT,
      `fleet.watch reported ${ID}: it is not of web-g0001, the group of the live generation 1`,
    ],
  ])("%s is written down with its reason", async (_what, tags, event, why) => {
    const { reason, written } = await claimed(tags, event);
    expect(reason).toBe(why);
    expect(written).toMatchObject([[], [], [{ action: "instance-reported", reason: why }]]);
  });
});

describe("an event of a server is not read", () => {
  const reasonOf = (event: object) => {
    const read = readInstanceEvent({ ...EVENT, ...event });
    return "reason" in read ? read.reason : null;
  };

  test.each([
    ["13 digits", "1123456789012"],
    ["12 digits and more", "123456789012x"],
    ["12 digits after something", "x123456789012"],
  ])("whose account is %s", (_what, account) => {
    expect(reasonOf({ account })).toBe("account: must be 12 digits");
  });

  test("whose id only ends like one", () => {
    expect(reasonOf({ detail: { instance: "x-i-01234567" } })).toMatch(/^detail\.instance: must be/);
  });

  test("and why is said in five hundred characters", () => {
    const long = { id: "", source: "", "detail-type": "", account: "", region: "", time: "" };
    const many = readInstanceEvent({ ...long, detail: {} });
    expect("reason" in many && many.reason.length).toBeLessThanOrEqual(500);
    expect(reasonOf({ detail: { instance: 7 } })).not.toContain(";");
  });
});

test("its calls are tried again when they are throttled, after a pause", async () => {
  const { runtime, sent, pauses } = answeringRuntime(1);
  const { publish, starter, ledger, clock } = runtime;
  const context = openInstanceReportedContext(runtime, ["fleet.watch"]);
  expect(context).toMatchObject({ publish, starter, ledger, clock, trustedSources: ["fleet.watch"] });
  expect((await instanceReported(EVENT, context)).reason).toBe(`${ID} is gone: EC2 shows no such server`);
  expect([sent, pauses]).toEqual([["DescribeInstances", "DescribeInstances"], [125]]);
});

test("a runtime need not bring middleware", () => {
  const { middleware: _none, ...runtime } = answeringRuntime().runtime;
  expect(openInstanceReportedContext(runtime, []).region).toBe("us-east-1");
});
