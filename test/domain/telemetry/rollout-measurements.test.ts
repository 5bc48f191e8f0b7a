import { describe, expect, test } from "vitest";
import { withTimeCounted } from "../../../src/domain/telemetry/count-time.ts";
import { measurementFault } from "../../../src/domain/telemetry/metric-catalogue.ts";
import { rolloutMeasurements } from "../../../src/domain/telemetry/rollout-measurements.ts";
import { rollout } from "../../support/cli/records.ts";

const waiting = (isDeclared: boolean) => ({ reason: "x", since: 0, until: 1, isDeclared });
const gate = (name: string, verdict: "pass" | "wait" | "fail") => ({
  gate: name,
  verdict,
  reason: "",
  value: "",
  threshold: "",
  since: null,
});
const BEGUN = rollout({ phaseStartedAt: 0, phase: "ValidateGreen" });

describe("what the time of a rollout goes into", () => {
  test("is work from its phase's begin on, until something else is waited for", () => {
    const counted = withTimeCounted(BEGUN, 5000, false);
    expect(counted.spent).toEqual({
      countedAt: 5000,
      phases: { ValidateGreen: { work: 5000, people: 0, time: 0 } },
      gates: {},
    });
    const baking = { ...counted, phase: "Bake" as const, waiting: waiting(true) };
    expect(withTimeCounted(baking, 8000, false).spent?.phases).toMatchObject({
      ValidateGreen: { work: 5000 },
      Bake: { work: 0, people: 0, time: 3000 },
    });
  });

  test.each([
    ["a freeze", { waiting: waiting(true) }, true],
    ["an approval", { phase: "AwaitApproval", waiting: waiting(true) }, false],
    [
      "a pause",
      {
        waiting: waiting(true),
        pause: { by: "ada", reason: "r", at: 0, until: 9000, leftMs: 1, countedAt: 0 },
      },
      false,
    ],
  ] as const)("is people's in %s", (_what, more, isFrozen) => {
    const run = { ...BEGUN, spent: { countedAt: 1000, phases: {}, gates: {} }, ...more } as typeof BEGUN;
    const { phases } = withTimeCounted(run, 4000, isFrozen).spent ?? { phases: {} };
    expect(Object.values(phases)).toEqual([{ work: 0, people: 3000, time: 0 }]);
  });

  test("is counted once, from whatever record it is counted again, and never backwards", () => {
    const once = withTimeCounted(BEGUN, 5000, false);
    expect(withTimeCounted(once, 5000, false)).toEqual(once);
    expect(withTimeCounted(once, 4000, false)).toEqual(once);
    expect(withTimeCounted(BEGUN, 6000, false).spent?.phases["ValidateGreen"]?.work).toBe(6000);
  });

  test("is each gate's that has not passed, by its kind", () => {
    const gates = [gate("http", "pass"), gate("command-2", "wait"), gate("command", "wait")];
    const run = { ...BEGUN, gates, waiting: waiting(false) };
    expect(withTimeCounted(run, 2000, false).spent?.gates).toEqual({ command: 2000 });
    expect(withTimeCounted({ ...run, waiting: null }, 2000, false).spent?.gates).toEqual({});
  });
});

describe("what an ended rollout is measured by", () => {
  const SPENT = {
    countedAt: 9,
    phases: { Bake: { work: 0, people: 0, time: 3000 }, CloseRollout: { work: 1, people: 0, time: 0 } },
    gates: { http: 1500 },
  };
  const measuredOf = (more: object) => {
    const measured = rolloutMeasurements(rollout({ endedAt: 7_200_000, size: 6, spent: SPENT, ...more }));
    expect(measured.map(measurementFault)).toEqual(measured.map(() => null));
    return measured.map(({ metric, value, by = {} }) => [metric, value, Object.values(by).join(" ")]);
  };

  test("a success: its seconds, the servers it replaced, and how long they ran double", () => {
    const milestones = { launched: 0, "blue-released": 3_600_000 };
    expect(measuredOf({ outcome: "succeeded", milestones })).toEqual([
      ["Rollouts", 1, "succeeded"],
      ["RolloutSeconds", 3, "Bake time"],
      ["GateWaitSeconds", 1.5, "http"],
      ["Replaced", 6, "image"],
      ["DoubleRunningServerHours", 6, ""],
    ]);
    expect(measuredOf({ outcome: "succeeded", milestones, blue: null })).toHaveLength(3);
  });

  test.each([
    ["GateFailed", [gate("http", "pass"), gate("command-2", "fail")], "command"],
    ["GateUnread", [gate("http", "pass"), gate("alarm", "wait")], "alarm"],
    ["Aborted", [gate("http", "wait")], "none"],
    ["NoCapacity", [], "none"],
  ] as const)("a rollback with %s is by its gate", (error, gates, by) => {
    const failure = { phase: "ValidateGreen" as const, error, reason: "r", imageAtFault: false };
    const measured = measuredOf({ outcome: "rolled-back", failure, gates: [...gates], spent: null });
    expect(measured).toEqual([
      ["Rollouts", 1, "rolled-back"],
      ["RolledBack", 1, by],
    ]);
  });

  test("says whose it is beside the value, and is nothing before the end", () => {
    expect(rolloutMeasurements(rollout({ outcome: "superseded" }))).toEqual([
      {
        metric: "Rollouts",
        value: 1,
        by: { outcome: "superseded" },
        about: { fleet: "web", rollout: "web-1" },
      },
    ]);
    expect(rolloutMeasurements(rollout({}))).toEqual([]);
  });
});
