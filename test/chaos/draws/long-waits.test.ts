import { expect, test } from "vitest";
import { drawPlan } from "../../../chaos/draws/draw-plan.ts";
import { LONG_WAITS, type Plan } from "../../../chaos/draws/plan.ts";
import { waitSeconds } from "../../../chaos/draws/wait-seconds.ts";
import { quiescenceSeconds } from "../../../chaos/world/quiescence-bound.ts";
import { shortestAge } from "../../../src/domain/age/age-settings.ts";
import { fleetSchema } from "../../../src/domain/declaration/fleet.ts";
import { parseDuration } from "../../../src/domain/duration.ts";

const HOUR = 3600;
const plans = Array.from({ length: 2000 }, (_, seed) => drawPlan(seed, undefined));
const isLong = ({ longWaits = [] }: Plan): boolean => longWaits.length > 0;
const seconds = (text: string | undefined): number => parseDuration(text ?? "0s") ?? 0;

test("four runs in five wait for minutes only, and the others have each kind of long wait", () => {
  const long = plans.filter(isLong);
  expect(long.length).toBeGreaterThan(300);
  expect(long.length).toBeLessThan(450);
  for (const kind of LONG_WAITS)
    expect(long.filter(({ longWaits = [] }) => longWaits.includes(kind)).length).toBeGreaterThan(100);
  for (const plan of plans.filter((each) => !isLong(each)))
    expect(waitSeconds(plan.fleet.declaration)).toBeLessThan(1.5 * HOUR);
});

test("what is long lasts for hours, and sometimes for days", () => {
  const longest = plans.map(({ fleet }) => waitSeconds(fleet.declaration) / HOUR);
  expect(longest.filter((hours) => hours > 4).length).toBeGreaterThan(20);
  expect(Math.max(...longest)).toBeGreaterThan(24);
  const handoffs = plans.filter(({ longWaits = [] }) => longWaits.includes("long-handoff"));
  for (const { fleet } of handoffs)
    expect(seconds(fleet.declaration.retire?.handoff?.timeout)).toBeGreaterThanOrEqual(HOUR);
});

test("what is long may be declared", () => {
  for (const { fleet } of plans) {
    const { steps, pause, floor: _floor, ...declared } = fleet.declaration;
    const rule =
      "arn:aws:elasticloadbalancing:eu-central-1:111122223333:listener/app/web/50dc6c495c0c9188/f2f7dc8efc522ab2";
    const group = rule.replace("listener/app", "targetgroup");
    const traffic = { strategy: "alb-weighted", rule, targetGroups: [group, `${group}2`], steps, pause };
    const declaration = {
      fleet: "web",
      template: "lt-0abc123",
      image: { channel: "/images/web" },
      traffic,
      ...declared,
      ...(fleet.age && { age: fleet.age }),
    };
    const { error } = fleetSchema.safeParse({ ...declaration, gates: [] });
    expect(error?.issues.filter(({ path }) => path[0] !== "traffic" || path[1] === "pause") ?? []).toEqual(
      [],
    );
  }
});

test("servers do not grow too old within a rollout with all that it waits for", () => {
  const aged = plans.flatMap(({ fleet }) => (fleet.age ? [{ ...fleet, age: fleet.age }] : []));
  expect(aged.length).toBeGreaterThan(300);
  for (const { age, declaration } of aged) {
    const shortest = shortestAge({ max: seconds(age.max), jitter: Number.parseInt(age.jitter, 10) });
    expect(shortest).toBeGreaterThan(seconds(declaration.deadlines?.rollout) + waitSeconds(declaration));
  }
});

test("quiescence is waited for as long as all that was asked for may take", () => {
  for (const plan of plans)
    expect(quiescenceSeconds(plan)).toBeGreaterThan(
      (plan.requests.length + 1) * waitSeconds(plan.fleet.declaration),
    );
});
