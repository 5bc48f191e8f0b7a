import { expect, test } from "vitest";
import { canonicalRollouts } from "../../chaos/campaigns/canonical.ts";
import { hurtAt, injuries, undisturbed } from "../../chaos/campaigns/every-point/crash-point.ts";
import type { Asked } from "../../chaos/faults/call-fault.ts";

/** The writes and starts from the moment when a leg is over until the next one has taken the rollout up. */
function betweenLegs(): (asked: Asked) => boolean {
  let isOver = false;
  return ({ task }) => {
    if (task === "nextLeg") isOver = true;
    return task === "nextLeg" || (isOver && task === "admit");
  };
}

test("killed at any instant between two legs, in any way, a rollout ends as it does undisturbed", async () => {
  const plan = canonicalRollouts.find(({ name }) => name === "success, of several legs")?.plan;
  if (plan === undefined) throw new Error("there is no canonical rollout of several legs");
  const { result, points } = await undisturbed(plan, betweenLegs());
  expect(result.violation).toBeUndefined();
  // The entry and the record's write that name it, its start; then lease, entries and record of the one that takes it up.
  expect(points).toBeGreaterThanOrEqual(6);
  for (let point = 0; point < points; point += 1) {
    for (const injury of injuries) {
      const { violation, endState, rollouts } = await hurtAt(plan, point, injury, betweenLegs());
      const outcomes = rollouts.map(({ outcome }) => outcome);
      expect({ point, injury, violation, outcomes }).toEqual({
        point,
        injury,
        violation: undefined,
        outcomes: ["succeeded"],
      });
      expect(endState).toBe(result.endState);
    }
  }
}, 120_000);
