import { expect, test } from "vitest";
import { gateLines } from "../../../cli/view/gate-lines.ts";

const PASS = {
  gate: "target-health",
  verdict: "pass",
  since: 0,
  reason: "enough targets are healthy",
  value: "6 of 6 healthy",
  threshold: "6 of 6",
} as const;

test("of gates beyond the room those that pass are counted only", () => {
  const gates = Array.from({ length: 8 }, (_, index) => ({ ...PASS, gate: `command-${index}` }));
  const bad = { ...PASS, gate: "alarm", verdict: "fail", reason: "alarm x is in ALARM" } as const;
  const lines = gateLines([...gates, bad], 5).map((line) => line.map(({ text }) => text).join(""));
  expect(lines).toEqual([
    "✗ alarm  fail     6 of 6 healthy / 6 of 6  alarm x is in ALARM",
    "  and 8 more gates",
  ]);
});
