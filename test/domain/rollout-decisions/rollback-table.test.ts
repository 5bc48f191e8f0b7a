import { describe, expect, test } from "vitest";
import {
  type Rollback,
  type RollbackDecision,
  whereRollbackLeads,
} from "../../../src/domain/rollout-decisions/rollback-table.ts";

/** Ten servers with a floor of ten, half of the traffic on a green that is eligible; all of both sides answer. */
const at = (change: Partial<Rollback> = {}): Rollback => ({
  source: "actions",
  percent: 50,
  next: 0,
  isEligible: true,
  size: 10,
  floor: 10,
  blueExists: true,
  blue: { healthy: 10, unchecked: false },
  green: { healthy: 10, unchecked: false },
  silentMs: { blue: 0, green: 0 },
  reversals: 0,
  sinceReversalMs: Number.POSITIVE_INFINITY,
  detectionMs: 0,
  ...change,
});
const servers = (healthy: number, unchecked = false) => ({ healthy, unchecked });

/** `0`: green's share is set to that; `wait`, `reverted`, `needs-person`; `twice`: it is read once more first. */
function leadOf(change: Partial<Rollback>): number | string {
  const decision = whereRollbackLeads(at(change));
  if (decision.kind === "set") return decision.percent;
  return decision.kind === "wait" && /read once more/.test(decision.reason) ? "twice" : decision.kind;
}

const ILL = { isEligible: false };
const LONG = { silentMs: { blue: 15_000, green: 15_000 } };
const ONE = { source: "attachments", next: 0 } as const;
const PULL = { source: "nothing", percent: 0 } as const;

describe("weights", () => {
  test.each<[string, Partial<Rollback>, number | string]>([
    ["blue has the floor, green is good", {}, 0],
    ["blue has the floor, green is ill", ILL, 0],
    ["blue has the floor, green does not answer", { green: servers(0) }, 0],
    ["blue has more than the floor", { blue: servers(5), floor: 5 }, 0],
    ["blue is below the floor, green is good", { blue: servers(1) }, "wait"],
    ["blue is below the floor by one, green is good", { blue: servers(9) }, "wait"],
    ["blue is below the floor, green is ill and has all", { ...ILL, percent: 100, blue: servers(5) }, 67],
    ["blue has one server, green is ill and has all", { ...ILL, percent: 100, blue: servers(1) }, 91],
    ["blue is below the floor, an ill green has less than its part", { ...ILL, blue: servers(1) }, "wait"],
    [
      "blue is below the floor, green is ill and answers no more",
      { ...ILL, blue: servers(1), green: servers(0) },
      0,
    ],
    ["blue is below the floor, green is read silent once", { blue: servers(1), green: servers(0) }, "twice"],
    ["blue is below the floor, green is silent", { ...LONG, blue: servers(1), green: servers(0) }, 0],
    ["blue is read silent once, green is good", { blue: servers(0) }, "twice"],
    ["blue is silent, green is good", { ...LONG, blue: servers(0) }, 100],
    ["blue is silent, green is good and has all", { ...LONG, blue: servers(0), percent: 100 }, "wait"],
    ["blue is silent, green is good and has none any more", { ...LONG, blue: servers(0), percent: 0 }, 100],
    ["blue is silent, green is ill", { ...ILL, ...LONG, blue: servers(0) }, "wait"],
    ["neither answers", { ...LONG, blue: servers(0), green: servers(0) }, "wait"],
    [
      "neither answers, and blue has it all",
      { ...LONG, blue: servers(0), green: servers(0), percent: 0 },
      "reverted",
    ],
    ["blue's group is read as gone once", { blueExists: false, blue: servers(0) }, "twice"],
    ["blue's group is gone, green is good", { ...LONG, blueExists: false, blue: servers(0) }, 100],
    [
      "blue's group is gone, green is good and has all",
      { ...LONG, blueExists: false, blue: servers(0), percent: 100 },
      "needs-person",
    ],
    [
      "blue's group is gone, green is ill",
      { ...ILL, ...LONG, blueExists: false, blue: servers(0) },
      "needs-person",
    ],
    [
      "blue's group is gone, green is silent",
      { ...LONG, blueExists: false, blue: servers(0), green: servers(0) },
      "needs-person",
    ],
    ["blue has it all and the floor", { percent: 0 }, "reverted"],
    ["blue has it all and some servers", { percent: 0, blue: servers(1) }, "reverted"],
    ["blue has it all, one server, and green is ill", { ...ILL, percent: 0, blue: servers(1) }, "reverted"],
    ["a fleet of no servers", { size: 0, floor: 0, blue: servers(0), green: servers(0) }, 0],
    ["a floor of nothing, and nothing there", { ...LONG, floor: 0, blue: servers(0) }, 100],
  ])("%s", (_, change, lead) => {
    expect(leadOf(change)).toBe(lead);
  });

  test("an ill green's share follows blue by steps that are worth a call", () => {
    expect(leadOf({ ...ILL, percent: 71, blue: servers(5) })).toBe("wait");
    expect(leadOf({ ...ILL, percent: 72, blue: servers(5) })).toBe(67);
  });

  test("the side that is left for good is told, so that a sticky rule can name it no more", () => {
    expect(whereRollbackLeads(at())).toMatchObject({ percent: 0, leaves: "green" });
    expect(whereRollbackLeads(at({ ...LONG, blue: servers(0) }))).toMatchObject({
      percent: 100,
      leaves: "blue",
    });
    expect(whereRollbackLeads(at({ ...ILL, percent: 100, blue: servers(5) }))).not.toHaveProperty("leaves");
  });

  test("the second read is taken at once when it may be", () => {
    const once = { blue: servers(0), silentMs: { blue: 4500, green: 0 } };
    expect(whereRollbackLeads(at(once))).toMatchObject({ kind: "wait", seconds: 11 });
  });
});

describe("one target group, where healthy servers share the traffic by themselves", () => {
  test.each<[string, Partial<Rollback>, number | string]>([
    ["blue has the floor", {}, 0],
    ["blue has the floor, but some are still being checked", { blue: servers(10, true) }, "wait"],
    ["blue is below the floor, green is good", { blue: servers(1) }, "wait"],
    ["blue is below the floor, green is ill", { ...ILL, blue: servers(1) }, "wait"],
    ["blue is below the floor, an ill green is silent", { ...ILL, blue: servers(1), green: servers(0) }, 0],
    ["blue is silent, green is good", { ...LONG, blue: servers(0) }, "wait"],
    ["blue is silent, green is good and outside", { ...LONG, blue: servers(0), percent: 0 }, 50],
    [
      "blue's group is gone, green is good and outside",
      { ...LONG, blue: servers(0), blueExists: false, percent: 0 },
      100,
    ],
    ["blue's group is gone", { ...LONG, blue: servers(0), blueExists: false, percent: 100 }, "needs-person"],
  ])("%s", (_, change, lead) => {
    expect(leadOf({ ...ONE, ...change })).toBe(lead);
  });
});

describe("servers that pull", () => {
  test.each<[string, Partial<Rollback>, string]>([
    ["blue has the floor", {}, "reverted"],
    ["green is ill, whatever blue is", { ...ILL, blue: servers(0) }, "reverted"],
    ["blue is below the floor, green is good", { blue: servers(1) }, "wait"],
    ["blue is silent, green is good", { blue: servers(0) }, "wait"],
    ["neither works", { blue: servers(0), green: servers(0) }, "reverted"],
    ["blue's group is gone, green is good", { ...LONG, blueExists: false, blue: servers(0) }, "needs-person"],
    ["a fleet of no servers", { size: 0, floor: 0, blue: servers(0), green: servers(0) }, "reverted"],
  ])("%s", (_, change, lead) => {
    expect(leadOf({ ...PULL, ...change })).toBe(lead);
  });
});

describe("a change of direction", () => {
  const silentBlue = { ...LONG, blue: servers(0) };
  const reversed = { reversals: 1, sinceReversalMs: 19_000, detectionMs: 10_000 };

  test.each<[string, Partial<Rollback>, number | string]>([
    ["the first one is not waited for", { ...silentBlue, detectionMs: 10_000 }, 100],
    ["the second within twice the detection time", { ...reversed, percent: 100 }, "wait"],
    ["the second after that", { ...reversed, percent: 100, sinceReversalMs: 20_000 }, 0],
    ["the third within that", { ...reversed, ...silentBlue, reversals: 2 }, "wait"],
    ["the third after that", { ...reversed, ...silentBlue, reversals: 2, sinceReversalMs: 20_000 }, 100],
    ["once there were three", { ...reversed, ...silentBlue, reversals: 3, percent: 100 }, "needs-person"],
    ["none, where traffic goes the way it went last", { ...reversed, ...silentBlue }, 100],
  ])("%s", (_, change, lead) => {
    expect(leadOf(change)).toBe(lead);
  });

  test("is told as one", () => {
    expect(whereRollbackLeads(at(silentBlue))).toMatchObject({ reverses: true });
    expect(whereRollbackLeads(at({ ...silentBlue, reversals: 1 }))).toMatchObject({ reverses: false });
    expect(whereRollbackLeads(at())).toMatchObject({ reverses: false });
    expect(whereRollbackLeads(at({ reversals: 1 }))).toMatchObject({ reverses: true });
  });
});

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
                        yield at({
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
