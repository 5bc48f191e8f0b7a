import { createRandom, type Random } from "../../simulator/world/random.ts";
import { parseDuration } from "../../src/domain/duration.ts";
import { weighted } from "./draw-images.ts";
import { type ActPlan, type FleetPlan, LONG_WAITS, type LongWait } from "./plan.ts";

/** Most runs are short, so that a campaign is: an hour of waiting costs as many polls as a whole short run. */
const SHARE = 0.2;
/** Of each kind, in a run that has any; all steps but the last one have a pause, where there are steps. */
const EACH = 0.52;
const OF_WEIGHTED = 0.87;
/** Hundreds of servers that are read for days take minutes of real time. */
const SMALL = 20;
/** No pause is longer (src/domain/traffic-settings.ts). */
const MINUTES_A_DAY = 1440;

interface LongWaits {
  readonly fleet: FleetPlan;
  readonly longWaits: readonly LongWait[];
  /** One of them is of days: one rollout is enough then. */
  readonly inDays: boolean;
  /** By so much the faulty phase is longer. */
  readonly moreSeconds: number;
  readonly acts: readonly ActPlan[];
}

/**
 * Hours, and seldom days, for what is declared to last: pauses, bake, warm time, handoff; and for a freeze. They have a
 * chance of their own, so that a run without them is what it was before there were any.
 */
export function drawLongWaits(seed: number, fleet: FleetPlan): LongWaits {
  const random = createRandom(seed);
  const longWaits = drawKinds(fleet, random);
  const inDays = fleet.servers <= SMALL && longWaits.length > 0 && random.chance(0.02);
  const longest = inDays ? random.pick(longWaits) : null;
  let lengthened = fleet;
  let seconds = 0;
  const acts: ActPlan[] = [];
  for (const kind of longWaits) {
    const minutes = drawMinutes(random, kind === longest);
    if (kind === "long-freeze")
      acts.push({ kind: "freeze", afterSeconds: random.integer(1, seconds + 900), seconds: minutes * 60 });
    else lengthened = LENGTHEN[kind](lengthened, minutes, random);
    seconds += minutes * 60;
  }
  // Half of the runs go on in peace when faults have ended, so that long waits also come to their end.
  const moreSeconds = random.chance(0.5) ? random.integer(0, seconds) : 0;
  return { fleet: lengthened, longWaits, inDays, moreSeconds, acts };
}

function drawKinds({ strategy }: FleetPlan, random: Random): LongWait[] {
  if (!random.chance(SHARE)) return [];
  const hasSteps = strategy === "alb-weighted" || strategy === "nlb-weighted";
  return LONG_WAITS.filter((kind) =>
    kind === "long-pause" ? hasSteps && random.chance(OF_WEIGHTED) : random.chance(EACH),
  );
}

function drawMinutes(random: Random, isOfDays: boolean): number {
  if (isOfDays) return random.integer(MINUTES_A_DAY, 2 * MINUTES_A_DAY);
  const [low, high] = weighted(random, [
    [40, [60, 90]],
    [8, [120, 240]],
    [1, [300, 720]],
  ] as const);
  return random.integer(low, high);
}

type Lengthen = (fleet: FleetPlan, minutes: number, random: Random) => FleetPlan;

const withDeclared = (fleet: FleetPlan, more: Partial<FleetPlan["declaration"]>): FleetPlan => ({
  ...fleet,
  declaration: { ...fleet.declaration, ...more },
});

const LENGTHEN: Readonly<Record<Exclude<LongWait, "long-freeze">, Lengthen>> = {
  "long-pause": (fleet, minutes) => {
    const { steps } = fleet.declaration;
    return withDeclared(fleet, {
      pause: `${Math.min(MINUTES_A_DAY, Math.ceil(minutes / Math.max(1, steps.length - 1)))}m`,
      ...(steps.length === 1 && { steps: ["50%", "100%"] }),
    });
  },
  "long-bake": (fleet, minutes) => withDeclared(fleet, { bake: `${minutes}m` }),
  "long-warm": (fleet, minutes) =>
    withDeclared(fleet, { retire: { ...fleet.declaration.retire, warm: `${minutes}m` } }),
  "long-handoff": withHandoff,
};

/** Mostly done in time; a handoff is work, so the rollout's deadline has to leave room for it. */
function withHandoff(fleet: FleetPlan, minutes: number, random: Random): FleetPlan {
  const { retire, deadlines } = fleet.declaration;
  const taken = Math.ceil(minutes * 60 * random.pick([0.3, 0.7, 0.95, 1.1]));
  const tags = { ...fleet.image.tags, "sim:command-seconds:handoff": String(taken) };
  const rollout = Math.ceil((parseDuration(deadlines?.rollout ?? "4h") ?? 0) / 60) + minutes;
  return {
    ...withDeclared(fleet, {
      retire: { ...retire, handoff: { command: "/opt/handoff", timeout: `${minutes}m` } },
      deadlines: { ...deadlines, rollout: `${rollout}m` },
    }),
    image: { ...fleet.image, tags },
  };
}
