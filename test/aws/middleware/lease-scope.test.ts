import { beforeEach, describe, expect, test } from "vitest";
import { guard } from "../../../src/aws/middleware/guard.ts";
import { writeGeneration } from "../../../src/ledger/generations.ts";
import { takeLease } from "../../../src/ledger/leases.ts";
import type { Ledger } from "../../../src/ledger/ledger.ts";
import { openSqliteLedger } from "../../../src/ledger/stores/sqlite-ledger.ts";
import { generation } from "../../support/cli/records.ts";

const NOW = 1_000_000;
const OWNER = "web-g0006-retirement";
const OWN = generation({
  state: "retiring",
  template: { id: "lt-1", version: 6, baseVersion: 5, ownedByMoult: true },
});
const OTHER = generation({ number: 7, group: "web-g0007", state: "live" });
let ledger: Ledger;

beforeEach(async () => {
  ledger = openSqliteLedger(":memory:");
  await writeGeneration(ledger, OWN, "absent");
  await writeGeneration(ledger, OTHER, "absent");
  for (const number of [6, 7, 9])
    await takeLease(ledger, { fleet: "web", generation: number, owner: OWNER, now: NOW, ttlSeconds: 600 });
});

/** What comes of a write under the lease of a generation: `sent`, or the error. */
async function send(command: string, input: object, number = 6): Promise<unknown> {
  const claim = { fleet: "web", generation: number, owner: OWNER, fence: 1 };
  const clock = { now: () => NOW, sleep: () => Promise.resolve() };
  let isSent = false;
  const next = () => {
    isSent = true;
    return Promise.resolve({ output: {}, response: undefined });
  };
  const until = NOW + 100_000;
  const error: unknown = await guard({ ledger, clock, claim, until })
    .handle(command, { input }, next, "AnyClient")
    .then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
  return isSent ? "sent" : error;
}
const group = (name: string) => ({ AutoScalingGroupName: name });
const versions = (id: string, ...numbers: readonly string[]) => ({ LaunchTemplateId: id, Versions: numbers });

describe("the lease of a generation", () => {
  test.each([
    ["UpdateAutoScalingGroupCommand", group(OWN.group)],
    ["DeleteAutoScalingGroupCommand", group(OWN.group)],
    ["DeleteLaunchTemplateVersionsCommand", versions("lt-1", "6")],
  ])("allows %s on what is its own", async (command, input) => {
    expect(await send(command, input)).toBe("sent");
  });

  test.each([
    ["another generation's group", "UpdateAutoScalingGroupCommand", group("web-g0007")],
    ["another generation's group", "DeleteAutoScalingGroupCommand", group("web-g0007")],
    ["no group at all", "UpdateAutoScalingGroupCommand", {}],
    ["another version", "DeleteLaunchTemplateVersionsCommand", versions("lt-1", "6", "7")],
    ["no version", "DeleteLaunchTemplateVersionsCommand", versions("lt-1")],
    ["another template", "DeleteLaunchTemplateVersionsCommand", versions("lt-2", "6")],
    ["the rule", "ModifyListenerCommand", { ListenerArn: "arn:l" }],
    ["a new group", "CreateAutoScalingGroupCommand", group(OWN.group)],
    ["the one target group", "DetachTrafficSourcesCommand", group(OWN.group)],
  ])("refuses %s by %s, and says what it covers", async (_what, command, input) => {
    const refusal = await send(command, input);
    expect(refusal).toMatchObject({ name: "OutsideLease" });
    expect(String(refusal)).toMatch(
      /was not sent: web-g0006-retirement holds the lease of web\/6, which covers group web-g0006 and/,
    );
  });

  test("covers nothing of a generation that is not retiring, or that nobody knows", async () => {
    expect(await send("UpdateAutoScalingGroupCommand", group("web-g0007"), 7)).toMatchObject({
      name: "OutsideLease",
      message: expect.stringMatching(/it is live/),
    });
    expect(await send("UpdateAutoScalingGroupCommand", group("web-g0009"), 9)).toMatchObject({
      name: "OutsideLease",
      message: expect.stringMatching(/no such generation/),
    });
  });

  test("reads are not its matter", async () => {
    expect(await send("DescribeAutoScalingGroupsCommand", group("web-g0007"))).toBe("sent");
  });
});
