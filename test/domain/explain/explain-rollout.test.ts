import { expect, test } from "vitest";
import { explain } from "../../../src/domain/explain/explain.ts";
import { phases, type RolloutRecord } from "../../../src/domain/run/rollout.ts";
import { rollout } from "../../support/cli/records.ts";
import {
  declaration,
  failure,
  MINUTE,
  NOON,
  onGreen,
  PHASES,
  released,
  SPECIAL,
} from "../../support/domain/explain/rollout-rows.ts";

const explained = (run: Partial<RolloutRecord>) => explain(rollout({ declaration, ...run }), NOON + 90_000);

test.each(PHASES)("a rollout whose green %s", (_what, run, state, sentence) => {
  expect(explained(run)).toMatchObject({ state, sentence });
});

test("every phase has a row", () => {
  expect(new Set(PHASES.map(([, { phase }]) => phase))).toEqual(new Set(phases));
});

test.each(SPECIAL)("a rollout that %s", (_what, run, state, sentence) => {
  expect(explained(run)).toMatchObject({ state, sentence });
});

const ENDS: readonly (readonly [RolloutRecord["outcome"], Partial<RolloutRecord>, string, string])[] = [
  [
    "succeeded",
    {},
    "done",
    "runs ami-0bbb on generation 7 since 12:10Z; channel /images/web names ami-0bbb, generation 6 runs ami-0aaa",
  ],
  [
    "rolled-back",
    { failure: failure("ValidateGreen", "GateFailed", true), milestones: { quarantined: NOON } },
    "failed",
    "rolled back; traffic is on generation 6; http failed; ami-0bbb is quarantined; another image, or lifting the quarantine, begins the next",
  ],
  [
    "rolled-back",
    { failure: failure("ValidateGreen", "GateFailed", true) },
    "failed",
    "rolled back; traffic is on generation 6; http failed; moult rollout retry web begins it again",
  ],
  [
    "rolled-back",
    { failure: failure("LaunchGreen", "NoCapacity") },
    "failed",
    "rolled back; traffic is on generation 6; http failed; see moult status web for when it is tried again",
  ],
  [
    "rolled-back",
    { failure: failure("Bake", "Aborted") },
    "failed",
    "rolled back; traffic is on generation 6; http failed; moult rollout retry web begins it again",
  ],
  [
    "needs-person",
    {},
    "needs-person",
    "can go neither on nor back; http failed; moult settle web --keep <blue or green> --reason <text> decides",
  ],
  [
    "rejected",
    {},
    "failed",
    "rejected; traffic is on generation 6; http failed; moult rollout retry web begins it again",
  ],
  [
    "superseded",
    {},
    "done",
    "superseded; traffic is on generation 6; http failed; what took its place is begun",
  ],
  ["nothing-to-do", {}, "done", "nothing was to be done; http failed"],
  [
    "retained",
    {},
    "attention",
    "generation 6 is kept out of traffic; http failed; a person takes it down when its data is safe",
  ],
];

test.each(ENDS)("a rollout that ended as %s", (outcome, run, state, sentence) => {
  const ended = {
    phase: "CloseRollout",
    outcome,
    outcomeReason: "http failed",
    endedAt: NOON + 10 * MINUTE,
  } as const;
  expect(explained({ ...ended, ...run })).toMatchObject({ state, sentence, since: NOON + 10 * MINUTE });
});

test.each<readonly [string, Partial<RolloutRecord>, string]>([
  [
    "before traffic",
    {},
    "if it fails, green is taken down and generation 6 keeps the traffic; ami-0bbb is quarantined if green failed",
  ],
  [
    "with traffic",
    { traffic: onGreen(10, 10) },
    "if it fails, traffic returns to generation 6 in one call; ami-0bbb is quarantined if green failed",
  ],
  [
    "the first one",
    { blue: null },
    "if it fails, green is taken down and the fleet has no servers; ami-0bbb is quarantined if green failed",
  ],
  [
    "after blue is released",
    { phase: "RetireBlue", milestones: released },
    "there is no way back: what of generation 6 does not go in time is kept out of traffic for a person",
  ],
  [
    "with the image that blue serves with",
    { imageTo: "ami-0aaa" },
    "if it fails, green is taken down and generation 6 keeps the traffic",
  ],
  [
    "with no quarantine declared",
    { declaration: { ...declaration, onFailure: { quarantine: false } } },
    "if it fails, green is taken down and generation 6 keeps the traffic",
  ],
])("what happens otherwise, %s", (_what, run, otherwise) => {
  expect(explained(run).otherwise).toBe(otherwise);
});

test("what a person can do comes first, and what cannot be done says why not", () => {
  const { actions } = explained({ phase: "RetireBlue", milestones: released });
  expect(actions.filter(({ blockedReason }) => blockedReason === null).map(({ command }) => command)).toEqual(
    ["moult history web --rollout web-1"],
  );
  expect(actions.find(({ act }) => act === "abort")?.blockedReason).toBe(
    "rollout web-1 has released blue, and the only way is forward: moult rollout rollback web --reason <text> --confirm web goes back to ami-0aaa by a rollout of its own",
  );
});
