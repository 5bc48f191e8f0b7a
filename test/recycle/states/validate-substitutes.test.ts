import { expect, test } from "vitest";
import { validateSubstitutes } from "../../../src/recycle/states/validate-substitutes.ts";
import {
  batch,
  fakeRecycle,
  groupWith,
  HELD,
  STEP,
  SUBSTITUTE,
} from "../../support/recycle/fake-recycle-step.ts";
import { NOW } from "../../support/rollout/fake-step.ts";

const FOUR = { "i-old": "InService", "i-1": "InService", "i-2": "InService", "i-3": "InService" };
const gates = { gates: [{ kind: "instance-status" as const }] };
const unjudged = { ...SUBSTITUTE, isJudged: false };
const statuses = (of: Readonly<Record<string, string>>) => ({
  DescribeInstanceStatus: ({ InstanceIds = [] }: { readonly InstanceIds?: readonly string[] }) => ({
    InstanceStatuses: InstanceIds.map((InstanceId) => {
      const Status = of[InstanceId] ?? "ok";
      return {
        InstanceId,
        InstanceState: { Name: "running" },
        InstanceStatus: { Status },
        SystemStatus: { Status },
      };
    }),
  }),
});

const status = (of: string) => statuses({ "i-new": of });
const record = { batch: batch({ substitutes: [unjudged] }), holds: { ...HELD, hook: true } };

test("a substitute that waits for the hook is judged, and goes on when it has passed", async () => {
  const answers = { ...groupWith({ ...FOUR, "i-new": "Pending:Wait" }), ...status("ok") };
  const step = await fakeRecycle({ record, declaration: gates, answers });
  expect(await validateSubstitutes(STEP, step.context)).toMatchObject({ verdict: "wait" });
  expect(step.changes()).toEqual(["CompleteLifecycleAction"]);
  expect((await step.after())?.batch?.substitutes).toMatchObject([{ isJudged: true }]);
});

test("one that fails a gate never reaches the load balancer", async () => {
  const answers = { ...groupWith({ ...FOUR, "i-new": "Pending:Wait" }), ...status("impaired") };
  const step = await fakeRecycle({ record, declaration: gates, answers });
  expect(await validateSubstitutes(STEP, step.context)).toMatchObject({
    verdict: "fail",
    error: "SubstitutesFailed",
  });
  expect(step.changes()).toEqual([]);
});

test("one that is impaired as others of the group are says nothing against the image; who is to go is not asked", async () => {
  const waits = groupWith({ ...FOUR, "i-new": "Pending:Wait" });
  for (const [ill, error] of [
    ["i-1", "BothIll"],
    ["i-old", "SubstitutesFailed"],
  ] as const) {
    const answers = { ...waits, ...statuses({ "i-new": "impaired", [ill]: "impaired" }) };
    const step = await fakeRecycle({ record, declaration: gates, answers });
    expect(await validateSubstitutes(STEP, step.context)).toMatchObject({ verdict: "fail", error });
  }
});

test("in service without a load balancer it serves: the hook goes, and the batch goes on", async () => {
  const judged = { ...record, batch: batch({ substitutes: [SUBSTITUTE] }) };
  const answers = groupWith({ ...FOUR, "i-new": "InService" });
  const step = await fakeRecycle({ record: judged, declaration: { gates: [] }, answers });
  expect(await validateSubstitutes(STEP, step.context)).toMatchObject({ verdict: "pass" });
  expect(step.changes()).toEqual(["DeleteLifecycleHook"]);
});

test("what is not good in time ends the recycle", async () => {
  const late = { ...record, phase: "ValidateSubstitutes" as const, phaseStartedAt: NOW - 901_000 };
  const answers = { ...groupWith({ ...FOUR, "i-new": "Pending:Wait" }), ...status("initializing") };
  const step = await fakeRecycle({ record: late, declaration: gates, answers });
  expect(await validateSubstitutes(STEP, step.context)).toMatchObject({ verdict: "fail" });
});

const asked = (of: readonly string[], verdict: "pass" | "wait") => ({
  batch: batch({ substitutes: [unjudged], asked: [...of] }),
  holds: { ...HELD, hook: true },
  gates: [{ gate: "instance-status", verdict, reason: "", value: "", threshold: "", since: null }],
});

test("a gate that has passed is not asked again, but of a substitute that has come since", async () => {
  const answers = { ...groupWith({ ...FOUR, "i-new": "Pending:Wait" }), ...status("initializing") };
  const passed = await fakeRecycle({ record: asked(["i-new"], "pass"), declaration: gates, answers });
  await validateSubstitutes(STEP, passed.context);
  expect(passed.changes()).toEqual(["CompleteLifecycleAction"]);
  const other = await fakeRecycle({ record: asked(["i-gone"], "pass"), declaration: gates, answers });
  expect(await validateSubstitutes(STEP, other.context)).toMatchObject({ verdict: "wait" });
  expect(other.changes()).toEqual([]);
  expect((await other.after())?.batch?.asked).toEqual(["i-new"]);
});

test("what a server that has not booted cannot answer is not asked", async () => {
  const both = { gates: [...gates.gates, { kind: "command" as const, commands: ["/opt/selftest"] }] };
  const answers = { ...groupWith({ ...FOUR, "i-new": "Pending:Wait" }), ...status("initializing") };
  const step = await fakeRecycle({ record, declaration: both, answers });
  expect(await validateSubstitutes(STEP, step.context)).toMatchObject({ verdict: "wait" });
  expect(step.sent.map(({ name }) => name)).not.toContain("DescribeInstanceInformation");
});
