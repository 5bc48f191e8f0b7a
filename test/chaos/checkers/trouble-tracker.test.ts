import { expect, test } from "vitest";
import { trackTrouble } from "../../../chaos/checkers/causes/trouble-tracker.ts";

/** A tracker that has seen each kind of event of server i-1, in a target group of its own, at this instant. */
function after(...events: readonly (readonly [kind: string, at: number])[]) {
  const tracker = trackTrouble(() => false);
  for (const [kind, at] of events) {
    const isOfTarget = kind.startsWith("target-");
    tracker.follow({
      service: isOfTarget ? "elasticloadbalancing" : "ec2",
      kind,
      subject: isOfTarget ? "arn:a/i-1" : "i-1",
      at,
    });
  }
  return tracker;
}

test("a server that was found ill is, until it is well, checked no more or gone", () => {
  const ill = [
    ["target-healthy", 1],
    ["target-unhealthy", 2],
  ] as const;
  expect(after(...ill).lastAt("i-1")).toBe(2);
  expect(after(...ill).wasIll("i-1", 1000)).toBe(true);
  expect(after(...ill).wasIll("i-2", 0)).toBe(false);
  for (const kind of ["target-healthy", "target-draining", "target-unused"]) {
    expect(after(...ill, [kind, 9]).wasIll("i-1", 9)).toBe(true);
    expect(after(...ill, [kind, 9]).wasIll("i-1", 10)).toBe(false);
  }
  expect(after(...ill, ["instance-terminated", 9], ["target-drained", 12]).wasIll("i-1", 13)).toBe(false);
});

test("one that never answered boots, and is not ill", () => {
  expect(after(["target-unhealthy", 2]).wasIll("i-1", 0)).toBe(false);
});
