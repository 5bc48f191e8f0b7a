import { expect, test } from "vitest";
import { hurtAt, undisturbed } from "../../../chaos/campaigns/every-point/crash-point.ts";
import type { Asked } from "../../../chaos/faults/call-fault.ts";
import { disturbed, outcomes, planOf, rightAfter } from "../../support/chaos/found/disturbed.ts";

test("seed 5: the failure of an image was written down before the entry that says why", async () => {
  const { violation } = await disturbed(planOf("never healthy"), () => () => undefined);
  expect(violation).toBeUndefined();
});

test("seed 46: a way back whose green was deleted already asked for its attachments for ever", async () => {
  const dies = rightAfter("DeleteAutoScalingGroup", "rollBack", { kind: "dies", when: "before" });
  const result = await disturbed(planOf("sickens in the bake"), dies);
  expect(result.violation).toBeUndefined();
  expect(outcomes(result)).toEqual(["rollout rolled-back"]);
});

test("seeds 75, 120: code that had outlived its time limit brought a generation back that was gone", async () => {
  const plan = planOf("success, none, handed off", { engine: { runs: "one-process" } });
  const result = await disturbed(
    plan,
    () => (asked) =>
      asked.task === "launchGreen" && asked.medium === "call" ? { kind: "late", seconds: 700 } : undefined,
  );
  expect(result.violation).toBeUndefined();
  expect(outcomes(result)).toEqual(["rollout rolled-back"]);
});

test("seed 10327: who died while it released blue left a fleet without a live generation", async () => {
  const result = await disturbed(
    planOf("success, none, handed off"),
    () => (asked) =>
      asked.task === "retireBlue" && asked.what === "generation"
        ? { kind: "dies", when: "after" }
        : undefined,
  );
  expect(result.violation).toBeUndefined();
  expect(outcomes(result)).toEqual(["rollout succeeded"]);
});

test("a blue that could not hand off stayed retained when the rollout was rolled back after all", async () => {
  const result = await disturbed(
    planOf("blue does not hand off"),
    () => (asked) =>
      asked.task === "retireBlue" && asked.what === "entry" ? { kind: "dies", when: "after" } : undefined,
  );
  expect(result.violation).toBeUndefined();
});

test("every point: green was blamed when its first attachment had never arrived", async () => {
  const dies = rightAfter("UpdateAutoScalingGroup", "shiftTraffic", { kind: "dies", when: "before" });
  let writes = 0;
  const plan = planOf("success, target-group, a minimum that is held");
  const result = await disturbed(plan, () => ({ task, medium, what }) => {
    if (task !== "shiftTraffic" || medium !== "call" || what !== "write") return undefined;
    return (writes += 1) === 2 ? { kind: "dies", when: "before" } : undefined;
  });
  expect((await disturbed(plan, dies)).violation).toBeUndefined();
  expect(result.violation).toBeUndefined();
  expect(outcomes(result)).toEqual(["rollout succeeded"]);
});

test("every point: a bake that nobody had watched for ten minutes counted in full, and blue went", async () => {
  const plan = planOf("sickens in the bake, nlb-weighted, two pairs");
  const { result } = await undisturbed(plan);
  const reads = ({ task, what }: Asked): boolean => task === "bake" && what === "read";
  for (const point of [0, 1, 2]) {
    const { endState, violation } = await hurtAt(plan, point, "during, swept", reads);
    expect(violation).toBeUndefined();
    expect(endState).toBe(result.endState);
  }
});
