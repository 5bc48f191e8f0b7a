import { expect, test } from "vitest";
import { stateOf } from "../../../src/views/fleet/fleet-servers.ts";
import { serverTimes } from "../../../src/views/fleet/server-times.ts";
import { generation, rollout } from "../../support/cli/records.ts";

const LIVE = { elapsed: 9000, expected: 90, deadline: 1800, wasHealthy: true, hasTraffic: true };
const GREEN = { ...LIVE, elapsed: 40, wasHealthy: false, hasTraffic: false };

test.each([
  ["Pending", true, undefined, "pending"],
  ["Pending:Wait", true, undefined, "booting"],
  ["InService", true, "initial", "booting"],
  ["InService", true, "healthy", "healthy"],
  ["InService", true, undefined, "healthy"],
  // Behind a weight of zero the load balancer checks nothing.
  ["InService", true, "unused", "ready"],
  ["InService", true, "unhealthy", "unhealthy"],
  ["InService", false, "healthy", "unhealthy"],
  ["InService", true, "unreadable", "unreadable"],
  ["InService", true, "draining", "draining"],
  ["Standby", true, "unused", "isolated"],
  ["EnteringStandby", true, "draining", "isolated"],
  ["Terminating:Wait", true, "draining", "draining"],
  ["Terminating:Wait", true, "unused", "terminating"],
  ["Terminating", false, undefined, "terminating"],
  ["Terminated", true, undefined, "gone"],
] as const)(
  "of a live generation: %s, healthy %s, target %s is %s",
  (lifecycleState, healthy, target, state) => {
    expect(stateOf({ lifecycleState, healthy }, target, LIVE)).toBe(state);
  },
);

test.each([
  [40, "unhealthy", "booting"],
  [90, "unhealthy", "booting"],
  [91, "unhealthy", "late"],
  [1800, "initial", "late"],
  [1801, "unhealthy", "unhealthy"],
  [40, "healthy", "ready"],
  [40, undefined, "ready"],
] as const)("of a green that was launched %i s ago: target %s is %s", (elapsed, target, state) => {
  const inService = { lifecycleState: "InService", healthy: true };
  expect(stateOf(inService, target, { ...GREEN, elapsed })).toBe(state);
});

const NOON = Date.UTC(2026, 10, 21, 12);
const blue = generation({ targetGroup: "blue", healthySeconds: 55 });
const green = generation({
  number: 7,
  targetGroup: "green",
  state: "launching",
  healthySeconds: null,
  createdAt: NOON,
});
const shifted = (setPercent: number) => {
  const run = rollout({});
  return { ...run, traffic: { ...run.traffic, setPercent } };
};
const times = (of: typeof blue, run = shifted(10)) =>
  serverTimes(of, { generations: [green, blue], rollout: run, now: NOON + 60_000 });

test("green's servers have as long as blue's took, and the deadlines of the rollout", () => {
  expect(times(green)).toEqual({
    elapsed: 60,
    expected: 55,
    deadline: 1800,
    wasHealthy: false,
    hasTraffic: true,
  });
  expect(times({ ...green, healthySeconds: 40 })).toMatchObject({ expected: 40, wasHealthy: true });
});

test.each([
  [0, false, true],
  [50, true, true],
  [100, true, false],
])("at %i %% green has traffic: %s, blue: %s", (percent, ofGreen, ofBlue) => {
  const open = shifted(percent);
  expect([times(green, open).hasTraffic, times(blue, open).hasTraffic]).toEqual([ofGreen, ofBlue]);
  // An ended rollout says nothing any more.
  const ended = { ...open, endedAt: NOON };
  expect([times(green, ended).hasTraffic, times(blue, ended).hasTraffic]).toEqual([false, true]);
  const unsettled = { ...ended, outcome: "needs-person" as const };
  expect([times(green, unsettled).hasTraffic, times(blue, unsettled).hasTraffic]).toEqual([ofGreen, ofBlue]);
});
