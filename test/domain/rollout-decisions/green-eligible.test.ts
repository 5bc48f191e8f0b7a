import { describe, expect, test } from "vitest";
import { isGreenEligible } from "../../../src/domain/rollout-decisions/green-eligible.ts";
import { nothingUnsettled } from "../../../src/domain/rollout-decisions/nothing-unsettled.ts";

type Known = Parameters<typeof isGreenEligible>[0];

const failed = (special: Partial<NonNullable<Known["failure"]>> = {}) => ({
  phase: "Bake" as const,
  error: "Deadline",
  reason: "it took too long",
  imageAtFault: false,
  ...special,
});
const gate = (verdict: Known["gates"][number]["verdict"]) => ({
  gate: "http",
  verdict,
  reason: "it answers",
  value: "200",
  threshold: "200",
  since: null,
});
const known = (special: Partial<Known> = {}): Known => ({
  failure: failed(),
  gates: [gate("pass"), gate("unknown"), gate("wait")],
  timers: {},
  ...special,
});

describe("green may serve while blue cannot", () => {
  test.each<[string, Known]>([
    ["when it is traffic that was shifted", known({ failure: failed({ phase: "ShiftTraffic" }) })],
    ["when it was baked", known()],
    ["when blue was being retired", known({ failure: failed({ phase: "RetireBlue" }) })],
    [
      "when a check failed while green was as large as it must be",
      known({ failure: failed({ error: "Failed" }) }),
    ],
    ["when it was too small once, and the end has another cause", known({ timers: { "too-small": 1 } })],
  ])("%s", (_what, each) => expect(isGreenEligible(each)).toBe(true));

  test.each<[string, Known]>([
    ["when nothing has failed", known({ failure: null })],
    ["before it has passed every gate", known({ failure: failed({ phase: "ValidateGreen" }) })],
    ["when its image is at fault", known({ failure: failed({ imageAtFault: true }) })],
    ["when a gate failed it", known({ failure: failed({ error: "GateFailed" }) })],
    ["when a gate does not stand", known({ gates: [gate("pass"), gate("fail")] })],
    [
      "when it stayed below the floor",
      known({ failure: failed({ error: "Failed" }), timers: { "too-small": 1 } }),
    ],
  ])("not %s", (_what, each) => expect(isGreenEligible(each)).toBe(false));
});

describe("why there is nothing to settle", () => {
  const settlement = { keep: "green" as const, by: "ada", at: 1 };
  test.each<[string, Parameters<typeof nothingUnsettled>[1], RegExp]>([
    ["no rollout", [], /^web needs no person/],
    ["one that ended well", [{ id: "web-1", endedAt: 1, settlement: null }], /^web needs no person/],
    [
      "one that runs",
      [{ id: "web-1", endedAt: null, settlement: null }],
      /^rollout web-1 runs, .*: moult rollout abort web --reason <text> ends it$/,
    ],
    [
      "one that is being settled",
      [{ id: "web-1", endedAt: null, settlement }],
      /^rollout web-1 is being settled on green by ada: see moult rollout status web$/,
    ],
    [
      "one that was settled, before it another",
      [
        { id: "web-2", endedAt: 2, settlement },
        { id: "web-1", endedAt: null, settlement: null },
      ],
      /^rollout web-2 was settled on green by ada: nothing is left to settle$/,
    ],
  ])("%s", (_what, rollouts, said) => expect(nothingUnsettled("web", rollouts)).toMatch(said));
});
