import { describe, expect, test } from "vitest";
import { type FleetDeclaration, fleetSchema } from "../../../src/domain/declaration/fleet.ts";
import {
  bookStart,
  type Draw,
  type RequestBudget,
} from "../../../src/domain/rollout-decisions/request-budget.ts";
import { drawsOf } from "../../../src/domain/rollout-decisions/rollout-draws.ts";
import { strategyOf } from "../../../src/domain/strategy-kinds.ts";
import { A, B, LISTENER } from "../../support/rollout/fake-work.ts";

const NONE = { strategy: "none" } as const;
const PAIR = { targetGroups: [A, B] as [string, string] };
const ALB = { strategy: "alb-weighted" as const, rule: LISTENER, ...PAIR };
const NLB = { strategy: "nlb-weighted" as const, listener: LISTENER.replace("/app/", "/net/"), ...PAIR };
const TARGET_GROUP = { strategy: "target-group", targetGroup: A } as const;

function drawsWith(traffic: FleetDeclaration["traffic"], declared: Partial<FleetDeclaration> = {}): Draw[] {
  const image = { channel: "/images/web" };
  const fleet = fleetSchema.parse({ fleet: "web", template: "lt-0abc", image, traffic, ...declared });
  return drawsOf(fleet, strategyOf(fleet.traffic));
}
const total = (draws: readonly Draw[]): number => draws.reduce((sum, { requests }) => sum + requests, 0);
const last = (draws: readonly Draw[]): number => Math.max(...draws.map(({ after }) => after));

describe("what a rollout draws", () => {
  test("grows with the steps of its shift, which each read both groups", () => {
    const [two, three] = [
      ["50%", "100%"],
      ["10%", "50%", "100%"],
    ].map((steps) => total(drawsWith({ ...ALB, steps })));
    expect(three).toBe((two ?? 0) + 1);
  });

  test("is most where green joins blue's target group, and the same behind both kinds of load balancer", () => {
    expect(total(drawsWith(TARGET_GROUP))).toBeGreaterThan(total(drawsWith(ALB)));
    expect(drawsWith(NLB)).toEqual(drawsWith(ALB));
  });

  test("ends when blue goes: after the bake or the drain, whichever is longer, and after its warm time", () => {
    const end = (declared: Partial<FleetDeclaration>): number => last(drawsWith(NONE, declared));
    const baked = end({ bake: "10m", retire: { drain: "1m" } });
    expect(end({ bake: "20m", retire: { drain: "1m" } })).toBe(baked + 600);
    expect(end({ bake: "1m", retire: { drain: "10m" } })).toBe(baked);
    expect(end({ bake: "10m", retire: { drain: "1m", warm: "1h" } })).toBe(baked + 3600);
  });
});

/** Auto Scaling's bucket as the simulator has it (simulator/calls/quota-table.ts). */
const [CAPACITY, REFILL] = [100, 10];

/** The fewest tokens the bucket has while all of these are drawn from it. */
function fewestTokens(drawn: readonly { readonly at: number; readonly requests: number }[]): number {
  let [tokens, at, fewest] = [CAPACITY, 0, CAPACITY];
  for (const draw of drawn.toSorted((one, other) => one.at - other.at)) {
    tokens = Math.min(CAPACITY, tokens + ((draw.at - at) / 1000) * REFILL) - draw.requests;
    [at, fewest] = [draw.at, Math.min(fewest, tokens)];
  }
  return fewest;
}

test("1,300 fleets at once find tokens in the bucket for every request, and leave little of it unused", () => {
  const retire = { drain: "1m" };
  const kinds = [NONE, TARGET_GROUP, { ...ALB, steps: ["10%", "100%"] }].map((traffic) =>
    drawsWith(traffic, { bake: "5m", retire }),
  );
  let budget: RequestBudget = { last: 0, booked: {} };
  const drawn: { at: number; requests: number }[] = [];
  for (let fleet = 0; fleet < 1300; fleet += 1) {
    const draws = kinds[fleet % kinds.length] ?? [];
    const booking = bookStart(budget, draws, 0);
    budget = booking.budget;
    drawn.push(...draws.map(({ after, requests }) => ({ at: booking.at + after * 1000, requests })));
  }
  expect(fewestTokens(drawn)).toBeGreaterThanOrEqual(0);
  const bound = (drawn.reduce((sum, { requests }) => sum + requests, 0) - CAPACITY) / REFILL;
  expect(Math.max(...drawn.map(({ at }) => at)) / 1000).toBeLessThan(1.2 * bound);
});
