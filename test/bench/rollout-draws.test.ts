import { beforeAll, describe, expect, test } from "vitest";
import { replaceAll } from "../../bench/load/measure.ts";
import { isControlPlane, openRehearsal } from "../../rehearsal/rehearsal.ts";
import type { CallRecord } from "../../simulator/calls/call-log.ts";
import type { Draw } from "../../src/domain/rollout-decisions/request-budget.ts";
import { drawsOf } from "../../src/domain/rollout-decisions/rollout-draws.ts";
import { strategyOf } from "../../src/domain/strategy-kinds.ts";
import { listFleets } from "../../src/ledger/fleets.ts";

/** A draw is booked in slots of ten seconds, and its requests are not all made in the same second. */
const APART_SECONDS = 25;

/** By strategy: the seconds after the first at which the fleet's rollout drew on the bucket, and those that are booked. */
const seconds = new Map<string, { readonly drawn: number[]; readonly booked: number[] }>();

beforeAll(async () => {
  const rehearsal = openRehearsal({ seed: 1 });
  rehearsal.listening = false;
  const { since } = await rehearsal.simulator.drive(replaceAll(rehearsal, 3, () => undefined));
  const drawing = rehearsal.simulator.calls.records.filter(
    ({ at, service, caller }) => at >= since && service === "autoscaling" && isControlPlane(caller),
  );
  for (const { fleet } of (await listFleets(rehearsal.ledger)).fleets) {
    const drawn = secondsOf(drawing, fleet.fleet);
    const draws = drawsOf(fleet, strategyOf(fleet.traffic));
    seconds.set(fleet.traffic.strategy, { drawn, booked: inSeconds(draws) });
  }
});

/** The account's limits are asked for by each rollout, and name none. */
function secondsOf(calls: readonly CallRecord[], fleet: string): number[] {
  const own = calls.filter(({ input }) => new RegExp(`"${fleet}(-g\\d+)?"`).test(JSON.stringify(input)));
  const first = own[0]?.at ?? 0;
  return [0, ...own.map(({ at }) => (at - first) / 1000)];
}

const inSeconds = (draws: readonly Draw[]): number[] =>
  draws.flatMap(({ after, requests }) => Array.from({ length: requests }, () => after)).sort((a, b) => a - b);

describe.each(["none", "target-group", "alb-weighted"])("a rollout of strategy %s", (strategy) => {
  test("makes as many requests as were booked for it", () => {
    const { drawn = [], booked = [] } = seconds.get(strategy) ?? {};
    expect(drawn.length).toBeGreaterThan(10);
    expect(booked.length - drawn.length).toBeGreaterThanOrEqual(0);
    expect(booked.length - drawn.length).toBeLessThanOrEqual(1);
  });

  test("makes each of them about when it is booked", () => {
    const { drawn = [], booked = [] } = seconds.get(strategy) ?? {};
    const apart = drawn.map((at, request) => Math.abs(at - (booked[request] ?? 0)));
    expect(Math.max(...apart)).toBeLessThan(APART_SECONDS);
  });
});
