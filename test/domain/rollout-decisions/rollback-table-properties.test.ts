import { describe, expect, test } from "vitest";
import {
  type Rollback,
  type RollbackDecision,
  whereRollbackLeads,
} from "../../../src/domain/rollout-decisions/rollback-table.ts";
import { rollbackAt, servers } from "../../support/domain/rollback.ts";

/** All that may be read, coarsely: some tens of thousands of worlds. */
function* everyRollback(): Generator<Rollback> {
  for (const source of ["actions", "attachments", "nothing"] as const)
    for (const percent of source === "nothing"
      ? [0]
      : source === "attachments"
        ? [0, 50, 100]
        : [0, 10, 60, 100])
      for (const isEligible of [true, false])
        for (const size of [0, 1, 100])
          for (const floor of new Set([0, Math.ceil(size / 2), size]))
            for (const blueExists of [true, false])
              for (const blue of new Set(blueExists ? [0, 1, Math.floor(size / 2), size] : [0]))
                for (const green of new Set([0, 1, size]))
                  for (const silent of [0, 15_000])
                    for (const reversals of [0, 1, 2, 3])
                      for (const sinceReversalMs of [0, 1_000_000])
                        yield rollbackAt({
                          source,
                          percent,
                          next: source === "attachments" && percent === 100 ? 50 : 0,
                          isEligible,
                          size,
                          floor,
                          blueExists,
                          blue: servers(Math.min(blue, size)),
                          green: servers(Math.min(green, size)),
                          silentMs: { blue: blue === 0 ? silent : 0, green: green === 0 ? silent : 0 },
                          reversals,
                          sinceReversalMs,
                          detectionMs: 10_000,
                        });
}

type Property = (rollback: Rollback, decision: RollbackDecision) => boolean;

describe("in every world", () => {
  const sets = (decision: RollbackDecision) => (decision.kind === "set" ? decision : null);
  test.each<[string, Property]>([
    [
      "no side is given more that does not answer while the other does",
      ({ percent, size, blue, green }, decision) => {
        const set = sets(decision);
        if (set === null || size === 0) return true;
        const [gains, loses] = set.percent > percent ? [green, blue] : [blue, green];
        return gains.healthy > 0 || loses.healthy === 0;
      },
    ],
    [
      "a green that is not eligible is never given more",
      ({ percent, isEligible }, decision) => isEligible || (sets(decision)?.percent ?? 0) <= percent,
    ],
    [
      "an ill green leaves at once where blue has the floor",
      ({ isEligible, source, percent, size, floor, blue, blueExists, reversals }, decision) =>
        isEligible ||
        !blueExists ||
        source === "nothing" ||
        percent === 0 ||
        size === 0 ||
        reversals > 0 ||
        blue.healthy < Math.max(1, floor) ||
        decision.kind === "set",
    ],
    [
      "an eligible green that answers keeps what it has while blue is below the floor",
      ({ isEligible, green, size, floor, blue, percent }, decision) =>
        !isEligible ||
        green.healthy === 0 ||
        size === 0 ||
        blue.healthy >= Math.max(1, floor) ||
        (sets(decision)?.percent ?? 100) >= percent,
    ],
    [
      "where an eligible side answers, none keeps weight that does not, but for the second read and the last change",
      ({ source, percent, isEligible, size, blue, green, silentMs, sinceReversalMs }, decision) => {
        if (
          source === "nothing" ||
          size === 0 ||
          silentMs.blue + silentMs.green === 0 ||
          sinceReversalMs === 0
        )
          return true;
        const blueLost = blue.healthy === 0 && percent < 100 && isEligible && green.healthy > 0;
        const isShared = source === "attachments" && percent === 50;
        return !blueLost || isShared || (sets(decision)?.percent ?? 0) > percent;
      },
    ],
    [
      "it is reverted only when green has nothing",
      ({ percent }, decision) => decision.kind !== "reverted" || percent === 0,
    ],
    [
      "what is waited for says how long, and whatever is decided says why",
      (_, decision) =>
        decision.kind === "reverted" ||
        (decision.reason !== "" && (decision.kind !== "wait" || decision.seconds !== 0)),
    ],
  ])("%s", (_, holds) => {
    const all = [...everyRollback()].map((rollback) => ({
      rollback,
      decision: whereRollbackLeads(rollback),
    }));
    expect(all.length).toBeGreaterThan(10_000);
    expect(all.filter(({ rollback, decision }) => !holds(rollback, decision)).slice(0, 3)).toEqual([]);
  });
});
