import { createRandom, type Random } from "../../../simulator/world/random.ts";
import type { BrakesPlan, ClosedPlan, FleetPlan } from "../plan.ts";

/** So many runs have any, and each of them each kind. */
const SHARE = 0.3;
const EACH = 0.5;

/** Some fleets may not begin at any time: windows, a calendar, a budget, slots of the account. All but the budget are open when faults end. */
export function drawBrakes(
  seed: number,
  { fleet, faultySeconds }: { readonly fleet: FleetPlan; readonly faultySeconds: number },
): FleetPlan {
  const random = createRandom(seed);
  if (!random.chance(SHARE)) return fleet;
  const minutes = Math.floor(faultySeconds / 60);
  const brakes: BrakesPlan = {
    ...(random.chance(EACH) && {
      windows: { kind: random.pick(["allow", "deny"] as const), closed: drawClosed(random, minutes) },
    }),
    ...(random.chance(EACH) && {
      calendar: { closed: drawClosed(random, minutes), isGone: random.chance(0.3) },
    }),
    ...(random.chance(EACH) && {
      budget: random.pick([
        { perDay: 1 },
        { perReason: { image: 1 } },
        { perDay: 2, perReason: { image: 1 } },
        { perReason: { image: 1 } },
      ]),
    }),
    ...(random.chance(EACH) && { slots: { otherMinutes: random.integer(0, Math.min(minutes, 60)) } }),
  };
  // From then on a server waits for neither an allowed window nor the budget.
  const isHard = random.chance(0.5);
  return { ...fleet, brakes, ...(isHard && fleet.age && { age: { ...fleet.age, hardMax: fleet.age.max } }) };
}

/** One or two spans, one after the other, in which nothing may begin. */
function drawClosed(random: Random, minutes: number): readonly ClosedPlan[] {
  const first = random.chance(0.5) ? 0 : random.integer(0, Math.floor(minutes / 2));
  const ends = random.integer(first + 1, Math.max(first + 1, minutes));
  const spans = [{ from: first, to: ends }];
  const again = ends + 12;
  return again + 1 < minutes && random.chance(0.4)
    ? [...spans, { from: again, to: random.integer(again + 1, minutes) }]
    : spans;
}
