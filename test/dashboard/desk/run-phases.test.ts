import { expect, test } from "vitest";
import { phaseModels } from "../../../dashboard/desk/pages/run-phases.ts";
import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";
import { NOON } from "../../support/cli/command-line.ts";
import { entry, rollout } from "../../support/cli/records.ts";

const passed = (phase: string, second: number) =>
  entry({ phase, action: `${phase} passed`, at: NOON + second * 1000 });
const ENTRIES = [
  passed("LaunchGreen", 40),
  passed("ObserveGreen", 50),
  passed("ValidateGreen", 60),
  passed("ShiftTraffic", 90),
];
const ENDED = { endedAt: NOON + 200_000, outcome: "succeeded", phase: "CloseRollout" } as const;

const phasesOf = (record: Partial<RolloutRecord>, entries = ENTRIES) =>
  phaseModels(rollout(record), entries, NOON + 100_000);
const asking = {
  ...rollout({}).declaration,
  approval: { before: "shift", deadline: "1d" },
} as RolloutRecord["declaration"];

test("a run that asks nobody has no approval among its phases, and the next one its length", () => {
  for (const record of [ENDED, { phase: "Bake" as const }]) {
    const phases = phasesOf(record);
    expect(phases.map(({ id }) => id)).not.toContain("AwaitApproval");
    expect(phases.find(({ id }) => id === "ShiftTraffic")).toMatchObject({ state: "done", seconds: 30 });
  }
});

test("one that asks, or waits on a person, or failed by that, has it", () => {
  const withIt = [
    phasesOf({ declaration: asking }),
    phasesOf({ phase: "AwaitApproval" }),
    phasesOf(ENDED, [...ENTRIES.slice(0, 3), passed("AwaitApproval", 70), passed("ShiftTraffic", 90)]),
    phasesOf({ failure: { phase: "AwaitApproval" } as RolloutRecord["failure"] }),
  ];
  for (const phases of withIt) expect(phases.map(({ id }) => id)).toContain("AwaitApproval");
});
