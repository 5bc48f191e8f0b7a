import { expect, test } from "vitest";
import { targetHealth } from "../../../src/domain/gates/target-health.ts";
import { context, NOON } from "../../support/domain/gates/context.ts";

const target = (state: string, reason: string | null = null) => ({ id: "i-1", state, reason });
const ALL_NOW = { kind: "target-health", healthy: 100, for: 0 } as const;

test("passes when enough targets are healthy", () => {
  const observed = { targets: [target("healthy"), target("healthy")] };
  expect(targetHealth.judge(ALL_NOW, observed, context())).toEqual({
    gate: "it",
    verdict: "pass",
    value: "2 of 2 healthy",
    threshold: "2 of 2",
    since: NOON,
    reason: "enough targets are healthy",
  });
});

test("asks for the declared share of the servers green must have, rounded up", () => {
  const half = { ...ALL_NOW, healthy: 50 };
  const two = { targets: [target("healthy"), target("healthy")] };
  expect(targetHealth.judge(half, two, context({ servers: 3 })).verdict).toBe("pass");
  expect(targetHealth.judge(half, two, context({ servers: 5 }))).toMatchObject({
    verdict: "wait",
    threshold: "3 of 5",
  });
});

test("waits for the others, and tells the load balancer's reasons once each", () => {
  const targets = [
    target("unhealthy", "Target.Timeout"),
    target("initial", "Elb.RegistrationInProgress"),
    target("unhealthy", "Target.Timeout"),
  ];
  expect(targetHealth.judge(ALL_NOW, { targets }, context({ servers: 3, since: NOON - 1 }))).toMatchObject({
    verdict: "wait",
    since: null,
    reason: "3 more targets must be healthy (Elb.RegistrationInProgress, Target.Timeout)",
  });
});

test.each(["draining", "unused", "unavailable", "initial", "unhealthy"])(
  "does not count a target that is %s",
  (state) => {
    expect(targetHealth.judge(ALL_NOW, { targets: [target(state)] }, context({ servers: 1 })).verdict).toBe(
      "wait",
    );
  },
);

test("must hold for the declared time without a break", () => {
  const for30 = { ...ALL_NOW, for: 30 };
  const observed = { targets: [target("healthy"), target("healthy")] };
  const at = (since: number | null) => targetHealth.judge(for30, observed, context({ since }));
  expect(at(null)).toMatchObject({
    verdict: "wait",
    since: NOON,
    reason: "healthy; must stay so for 30s more",
  });
  expect(at(NOON - 29_000)).toMatchObject({ verdict: "wait", since: NOON - 29_000 });
  expect(at(NOON - 30_000)).toMatchObject({ verdict: "pass", since: NOON - 30_000 });
});

test("does not know where there is no target group", () => {
  expect(targetHealth.judge(ALL_NOW, null, context())).toMatchObject({
    verdict: "unknown",
    since: null,
    reason: "the fleet has no target group to ask",
  });
});

test("tells how many are wanted beyond those that are healthy, and no reasons where there are none", () => {
  const targets = [target("healthy"), target("initial"), target("initial")];
  expect(targetHealth.judge(ALL_NOW, { targets }, context({ servers: 3 }))).toMatchObject({
    value: "1 of 3 healthy",
    reason: "2 more targets must be healthy",
  });
});
