import { describe, expect, test } from "vitest";
import { type Rollback, whereRollbackLeads } from "../../../src/domain/rollout-decisions/rollback-table.ts";
import { rollbackAt as at, servers } from "../../support/domain/rollback.ts";

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
