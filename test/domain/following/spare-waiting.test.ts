import { describe, expect, test } from "vitest";
import type { Following } from "../../../src/domain/following/blue-changes.ts";
import { spareWaiting } from "../../../src/domain/following/spare-waiting.ts";

const LAUNCHING = "autoscaling:EC2_INSTANCE_LAUNCHING";
const TERMINATING = "autoscaling:EC2_INSTANCE_TERMINATING";
const input = { AutoScalingGroupName: "web-g0002", LifecycleHookName: "save" };
const way: Following = {
  act: "call",
  what: "lifecycle hook save",
  call: { call: "DeleteLifecycleHook", input },
  reason: "lifecycle hook save was taken from blue: green follows",
};
const spared = (LifecycleTransition: string, ...states: string[]): Following =>
  spareWaiting(way, {
    hooks: [{ LifecycleHookName: "save", LifecycleTransition }],
    instances: states.map((lifecycleState, index) => ({ id: `i-${index}`, lifecycleState })),
  });

describe("a hook that was taken from blue", () => {
  test.each([
    ["nobody waits", LAUNCHING, ["InService", "InService"]],
    ["another one's wait goes on", LAUNCHING, ["Terminating:Wait"]],
    ["the launch of a server waits for another", TERMINATING, ["Pending:Wait"]],
  ])("is taken from green where %s", (_what, transition, states) => {
    expect(spared(transition, ...states)).toBe(way);
  });

  test.each([
    [TERMINATING, "Terminating:Wait"],
    [LAUNCHING, "Pending:Wait"],
  ])(
    "stays on green while a server may wait in it, and is named with the command: %s",
    (transition, state) => {
      expect(spared(transition, "InService", state)).toEqual({
        act: "name",
        what: "lifecycle hook save",
        reason:
          "lifecycle hook save was taken from blue: on green i-1 may wait in it, which ends with it, so it stays; once none waits, aws autoscaling delete-lifecycle-hook --auto-scaling-group-name web-g0002 --lifecycle-hook-name save",
      });
    },
  );
});

test("anything else is as it was", () => {
  const tag: Following = { act: "name", what: "tag team", reason: "tag team was added to blue: no" };
  expect(spareWaiting(tag, { hooks: [], instances: [{ id: "i-1", lifecycleState: "Pending:Wait" }] })).toBe(
    tag,
  );
});
