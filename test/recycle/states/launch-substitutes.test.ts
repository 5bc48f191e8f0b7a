import { expect, test } from "vitest";
import { launchSubstitutes } from "../../../src/recycle/states/launch-substitutes.ts";
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
const servers = { DescribeInstances: () => ({ Reservations: [] }) };

test("a batch is written down, what would take substitutes away is held, and the minimum is raised", async () => {
  const step = await fakeRecycle({ answers: { ...servers, ...groupWith(FOUR) } });
  expect(await launchSubstitutes(STEP, step.context)).toMatchObject({ verdict: "wait" });
  expect(step.changes()).toEqual(["SuspendProcesses", "PutLifecycleHook", "UpdateAutoScalingGroup"]);
  expect(await step.after()).toMatchObject({
    batch: { servers: [{ id: "i-old", state: "serving" }], wanted: 1, minimum: 5 },
    holds: { processes: ["AZRebalance"], hook: true, size: { originalMin: 4, heldMin: 5 } },
  });
});

test("a group that is full gets room for them", async () => {
  const step = await fakeRecycle({ answers: { ...servers, ...groupWith(FOUR, { MaxSize: 4 }) } });
  await launchSubstitutes(STEP, step.context);
  expect((await step.after())?.holds.size).toMatchObject({ originalMax: 4, heldMax: 5 });
});

test("a server that somebody keeps is left, and named", async () => {
  const kept = { Tags: [{ Key: "moult:keep", Value: "until=2030-01-01 reason=heap dump" }] };
  const described = { Reservations: [{ Instances: [{ InstanceId: "i-old", ...kept }] }] };
  const step = await fakeRecycle({ answers: { DescribeInstances: () => described, ...groupWith(FOUR) } });
  expect(await launchSubstitutes(STEP, step.context)).toMatchObject({ verdict: "pass" });
  expect(step.changes()).toEqual([]);
  expect((await step.after())?.left).toMatchObject([
    { server: "i-old", reason: expect.stringContaining("heap dump") },
  ]);
});

test("what scaling launches beside the batch is let go on at once", async () => {
  const answers = groupWith({ ...FOUR, "i-new": "Pending", "i-other": "Pending:Wait" });
  const record = { batch: batch({ substitutes: [SUBSTITUTE] }), holds: { ...HELD, hook: true } };
  const step = await fakeRecycle({ record, answers });
  await launchSubstitutes(STEP, step.context);
  expect(step.sent.find(({ name }) => name === "CompleteLifecycleAction")?.input).toMatchObject({
    InstanceId: "i-other",
    LifecycleActionResult: "CONTINUE",
  });
});

test("booted substitutes are passed on; such as never come end the recycle", async () => {
  const record = { batch: batch(), holds: { ...HELD, hook: true, processes: ["AZRebalance"] } };
  const booted = await fakeRecycle({
    record,
    answers: groupWith({ ...FOUR, "i-new": "Pending:Wait" }, { MinSize: 5 }),
  });
  expect((await launchSubstitutes(STEP, booted.context)).verdict).toBe("pass");
  const late = { ...record, phase: "LaunchSubstitutes" as const, phaseStartedAt: NOW - 901_000 };
  const never = await fakeRecycle({ record: late, answers: groupWith(FOUR, { MinSize: 5 }) });
  expect(await launchSubstitutes(STEP, never.context)).toMatchObject({
    verdict: "fail",
    error: "NoCapacity",
  });
});
