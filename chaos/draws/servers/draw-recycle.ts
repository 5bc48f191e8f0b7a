import { createRandom, type Random } from "../../../simulator/world/random.ts";
import type { FleetPlan, HandPlan, KeepPlan, Plan } from "../plan.ts";

/** In so many runs servers that are due are replaced in place. */
const SHARE = 0.35;

/**
 * Some fleets have servers replaced in place. People give them a reason to, and want some left alone for a while; all that they
 * kept is free again when faults end.
 */
export function drawRecycle(
  seed: number,
  { fleet, faultySeconds, hands = [] }: Pick<Plan, "fleet" | "faultySeconds" | "hands">,
): Pick<Plan, "fleet" | "hands" | "keeps"> {
  const random = createRandom(seed);
  if (!random.chance(SHARE) || fleet.servers === 0) return { fleet, hands };
  const recycle = {
    atOnce: random.pick([1, 1, 2, "10%", "50%"]),
    wholeFleetAt: random.pick(["50%", "80%", "100%"]),
  };
  const more = Array.from({ length: random.integer(1, 4) }, () => drawHand(random, faultySeconds));
  const isKept = random.chance(0.5);
  const keeps = Array.from({ length: random.integer(1, 2) }, () => drawKeep(random, faultySeconds));
  return {
    fleet: { ...fleet, recycle, drift: driftOf(fleet) },
    hands: [...hands, ...more],
    ...(isKept && { keeps }),
  };
}

/** What they do by hand is answered. */
const driftOf = ({ drift }: FleetPlan): FleetPlan["drift"] => ({ ...drift, "security-groups": "auto" });

const drawHand = (random: Random, faultySeconds: number): HandPlan => ({
  kind: "group-added",
  afterSeconds: random.integer(1, faultySeconds),
  undoneAfter: random.chance(0.15) ? random.integer(30, 1200) : null,
  place: random.fraction(),
});

function drawKeep(random: Random, faultySeconds: number): KeepPlan {
  const afterSeconds = random.integer(1, faultySeconds - 1);
  const undoneAfter = random.integer(1, faultySeconds - afterSeconds);
  return { afterSeconds, place: random.fraction(), isWhole: random.chance(0.7), undoneAfter };
}
