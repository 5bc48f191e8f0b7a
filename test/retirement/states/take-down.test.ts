import { expect, test } from "vitest";
import { AccessDenied, LeaseLost, Throttled } from "../../../src/errors/errors.ts";
import { freeze } from "../../../src/ledger/freezes.ts";
import { takeDown } from "../../../src/retirement/states/take-down.ts";
import { fakeRetirement, STEP } from "../../support/retirement/fake-retirement-step.ts";
import { NOW } from "../../support/rollout/fake-step.ts";
import { BLUE } from "../../support/rollout/fake-work.ts";

const groupWith = (...servers: readonly object[]) => ({
  AutoScalingGroupName: BLUE,
  MinSize: 0,
  MaxSize: 4,
  DesiredCapacity: 0,
  Instances: servers.map((each, index) => ({
    InstanceId: `i-${index}`,
    LifecycleState: "Terminating:Wait",
    ...each,
  })),
});
const describe = (...groups: readonly object[]) => ({
  DescribeAutoScalingGroups: () => ({ AutoScalingGroups: groups }),
});
const down = async (wanted: NonNullable<Parameters<typeof fakeRetirement>[0]>) => {
  const step = await fakeRetirement(wanted);
  const answer = await takeDown(STEP, step.context);
  return {
    ...step,
    answer,
    changes: step.sent.map(({ name }) => name).filter((name) => !name.startsWith("Describe")),
  };
};

test("servers that still stop are waited for", async () => {
  const { answer, changes, after } = await down({ answers: describe(groupWith({}, {})) });
  expect(answer).toMatchObject({ verdict: "wait", reason: "2 servers still stop" });
  expect(changes).toEqual([]);
  expect(await after()).toMatchObject({ phase: "TakeDown", waiting: { reason: "2 servers still stop" } });
});

test("an empty group goes", async () => {
  const { changes, answer } = await down({ answers: describe(groupWith()) });
  expect(answer.verdict).toBe("pass");
  expect(changes).toEqual(["DeleteAutoScalingGroup", "DeleteLaunchTemplateVersions"]);
});

test("with the last of it the generation is gone", async () => {
  const { answer, going } = await down({ answers: describe(groupWith()) });
  expect(answer).toMatchObject({ verdict: "pass", reason: "generation 6 is gone" });
  expect(await going()).toMatchObject({ state: "gone" });
});

test("what has not gone by the deadline is retained, with the reason", async () => {
  const record = { deadlineAt: NOW - 1 };
  const answers = describe(groupWith({ ProtectedFromScaleIn: true }));
  const { answer, going, entries } = await down({ record, answers });
  const why = "i-0 are protected from scale-in or in standby: take that away, or they stay";
  expect(answer).toMatchObject({ verdict: "pass", reason: `generation 6 is retained: ${why}` });
  expect(await going()).toMatchObject({ state: "retained", reason: why });
  expect(await entries()).toContainEqual(expect.objectContaining({ action: "retain", subject: BLUE }));
});

test("a permission that is missing is said, and at the deadline the generation is retained for it", async () => {
  const answers = {
    ...describe(groupWith()),
    DeleteAutoScalingGroup: () => {
      throw new AccessDenied("DeleteAutoScalingGroup: not allowed");
    },
  };
  const early = await down({ answers });
  expect(early.answer).toMatchObject({ verdict: "wait", reason: "DeleteAutoScalingGroup: not allowed" });
  const late = await down({ answers, record: { deadlineAt: NOW - 1 } });
  expect(await late.going()).toMatchObject({
    state: "retained",
    reason: "DeleteAutoScalingGroup: not allowed",
  });
});

test("what passes by itself is no reason to retain anything", async () => {
  const answers = {
    DescribeAutoScalingGroups: () => {
      throw new Throttled("slow down");
    },
  };
  const { answer, going } = await down({ answers, record: { deadlineAt: NOW - 1 } });
  expect(answer).toMatchObject({ verdict: "wait", reason: "slow down" });
  expect(await going()).toMatchObject({ state: "retiring" });
});

test("neither an abort nor a failure of before stops it: there is nothing to undo", async () => {
  const abort = { requestedBy: "ada", reason: "no", requestedAt: 1 };
  const failure = { phase: "TakeDown" as const, error: "Abandoned", reason: "died", imageAtFault: false };
  const { answer } = await down({ record: { abort, failure }, answers: describe(groupWith({})) });
  expect(answer).toMatchObject({ verdict: "wait", reason: "1 servers still stop" });
});

test("a freeze holds it, and gives the time back", async () => {
  const step = await fakeRetirement({ answers: describe(groupWith()) });
  await freeze(step.ledger, { fleet: "web", reason: "incident", by: "ada", since: 0, until: null });
  expect(await takeDown(STEP, step.context)).toMatchObject({ verdict: "wait", isDeclared: true });
  expect(step.sent).toEqual([]);
});

test("a generation that is gone already is passed, and without the lease nothing is done", async () => {
  const { answer, changes } = await down({ generation: { state: "gone" } });
  expect([answer.verdict, changes]).toEqual(["pass", []]);
  const step = await fakeRetirement({ isHeld: false });
  await expect(takeDown(STEP, step.context)).rejects.toBeInstanceOf(LeaseLost);
});
