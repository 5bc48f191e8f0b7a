import type { Random } from "../../../simulator/world/random.ts";
import { parseDuration } from "../../../src/domain/duration.ts";
import { waitSeconds } from "../wait-seconds.ts";
import { weighted } from "../draw-images.ts";
import {
  type FleetPlan,
  HAND_KINDS,
  type HandPlan,
  type Plan,
  SCAN_TROUBLES,
  type ScansPlan,
} from "../plan.ts";

/** Kinds of drift that somebody's hand can cause. */
const DRIFTING = [
  "image",
  "security-groups",
  "instance-profile",
  "metadata-options",
  "monitoring",
  "tags",
] as const;

/** How old servers may get and what is done about drift, what people do to servers by hand, and how scans fare. */
export function drawServers(
  random: Random,
  { fleet, faultySeconds }: Pick<Plan, "fleet" | "faultySeconds">,
): Pick<Plan, "hands" | "scans" | "fleet"> {
  const drifts = random.chance(0.35);
  const ages = random.chance(0.22);
  const hands = HAND_KINDS.flatMap((kind): HandPlan[] => {
    const often = drifts ? 0.4 : 0.04;
    if (!random.chance(kind === "restarted" && ages ? 0.5 : often)) return [];
    return again(drawHand(kind, random, faultySeconds), faultySeconds);
  });
  const drift = drifts ? drawModes(random) : {};
  const troubles = SCAN_TROUBLES.filter(() => random.chance(0.15));
  return {
    fleet: { ...fleet, drift, ...(ages && { age: drawAge(random, fleet) }) },
    hands,
    scans: {
      troubles,
      firstSeconds: random.integer(1, 900),
      seed: random.integer(1, 0x7fffffff),
      storm: random.chance(0.3) && drifts ? drawStorm(random, faultySeconds) : null,
    },
  };
}

function drawHand(kind: HandPlan["kind"], random: Random, faultySeconds: number): HandPlan {
  const afterSeconds = random.integer(1, faultySeconds);
  const undone = random.integer(30, 3600);
  const isUndone = random.chance(0.4) && afterSeconds + undone < faultySeconds;
  return { kind, afterSeconds, undoneAfter: isUndone ? undone : null, place: random.fraction() };
}

/** A group that was added, or detailed monitoring, on other fleets too; somebody may let it be acted on. */
function drawStorm(random: Random, faultySeconds: number): ScansPlan["storm"] {
  return { acknowledgedAfter: random.chance(0.5) ? random.integer(1, faultySeconds) : null };
}

/** Half of what stays is done once more, to a server of then: it may be one that came for what was done before. */
function again(hand: HandPlan, faultySeconds: number): HandPlan[] {
  const { afterSeconds, undoneAfter, place } = hand;
  if (undoneAfter !== null || place > 0.5) return [hand];
  const left = faultySeconds - afterSeconds;
  return [hand, { ...hand, afterSeconds: afterSeconds + Math.ceil(left * 0.7) }];
}

function drawModes(random: Random): NonNullable<FleetPlan["drift"]> {
  const modes = DRIFTING.map((kind) => {
    const mode = weighted(random, [
      [4, "auto"],
      [2, "approve"],
      [2, "observe"],
      [1, undefined],
    ] as const);
    return mode === undefined ? [] : [[kind, mode] as const];
  });
  return Object.fromEntries(modes.flat());
}

const SHORTEST_MINUTES = 70;

/** A little longer than a whole rollout may take with all that it waits for, so that it comes due while the run lasts. */
function drawAge(random: Random, { declaration }: FleetPlan): NonNullable<FleetPlan["age"]> {
  const jitter = random.pick([0, 10, 10, 20]);
  const work = parseDuration(declaration.deadlines?.rollout ?? "4h") ?? 0;
  const rollout = (work + waitSeconds(declaration)) / 60;
  const minutes = Math.ceil(((rollout + 5) * 100) / (100 - jitter)) + random.integer(0, 10);
  return { max: `${Math.max(SHORTEST_MINUTES, minutes)}m`, jitter: `${jitter}%` };
}
