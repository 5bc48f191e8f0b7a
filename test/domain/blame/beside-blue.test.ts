import { expect, test } from "vitest";
import { besideBlue } from "../../../src/domain/blame/beside-blue.ts";
import type { GateVerdict } from "../../../src/domain/gate.ts";

const BLAMED = { imageAtFault: true, reach: "every-fleet" } as const;
const said = (side: string, verdict: GateVerdict["verdict"]): GateVerdict => ({
  gate: "it",
  verdict,
  reason: `${side} is so`,
  value: "1",
  threshold: "2",
  since: null,
  ending: BLAMED,
});
const beside = (green: GateVerdict["verdict"], blue: GateVerdict["verdict"]) => {
  const { verdict, reason, ending } = besideBlue(said("green", green), said("blue", blue));
  return [verdict, reason, ending];
};

const BOTH = "green is so; of blue: blue is so";

test.each([
  ["fail", "pass"],
  ["wait", "pass"],
  ["pass", "fail"],
  ["unknown", "fail"],
] as const)("a green that answers %s is judged alone where blue answers %s", (green, blue) => {
  expect(beside(green, blue)).toEqual([green, "green is so", BLAMED]);
});

test.each([
  ["fail", "fail"],
  ["wait", "wait"],
  ["wait", "fail"],
] as const)("%s beside %s: both stand, and nobody is blamed", (green, blue) => {
  expect(beside(green, blue)).toEqual(["stand", BOTH, { imageAtFault: false, error: "BothIll" }]);
});

test("a green that is worse than an ill blue is left without blame", () => {
  expect(beside("fail", "wait")).toEqual(["fail", BOTH, { imageAtFault: false, error: "BothIll" }]);
});

test.each(["fail", "wait"] as const)(
  "a green that answers %s beside a blue that cannot be told is not blamed",
  (green) => {
    expect(beside(green, "unknown")).toEqual([green, BOTH, { imageAtFault: false, error: "GateUnread" }]);
  },
);
