import { expect, test } from "vitest";
import type { CheckerInput } from "../../../chaos/checkers/checker-input.ts";
import type { Change } from "../../../chaos/checkers/invariant.ts";
import { untouched } from "../../../chaos/checkers/invariants/outcomes/untouched.ts";
import { objectsOf } from "../../../chaos/checkers/strangers/objects.ts";
import { createWorld } from "../../../simulator/world/world.ts";

type Group = Parameters<CheckerInput["world"]["state"]["groups"]["set"]>[1];

function furnished() {
  const world = createWorld();
  const group = {
    name: "billing",
    desiredCapacity: 1,
    instances: new Map([["i-1", {}]]),
  } as unknown as Group;
  world.state.groups.set("billing", group);
  const strangers = { objects: objectsOf(world), names: new Set(["billing", "i-1"]) };
  const input = { world, strangers, account: { listener: "" } } as unknown as CheckerInput;
  return { world, group, input };
}

test("no change names what is a stranger's, at any depth", () => {
  const { input } = furnished();
  const said = (given: Record<string, unknown>): string | undefined =>
    untouched().change?.({ call: { input: given } } as unknown as Change, input);
  expect(said({ AutoScalingGroupName: "web" })).toBeUndefined();
  expect(said({ AutoScalingGroupName: "billing" })).toBe("billing is not the fleet's");
  expect(said({ Tags: [{ ResourceId: "i-1" }] })).toBe("i-1 is not the fleet's");
});

test("at quiescence each of it is as it was", () => {
  const { world, group, input } = furnished();
  expect(untouched().quiescent?.(input)).toBeUndefined();
  group.desiredCapacity = 0;
  expect(untouched().quiescent?.(input)).toContain("group billing is not the fleet's, and is not as it was");
  world.state.groups.delete("billing");
  expect(untouched().quiescent?.(input)).toContain("gone");
});
