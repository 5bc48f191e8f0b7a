import type { TrafficSource } from "../traffic-strategy.ts";

/** One side's servers as its target group sees them; without one, as its group does. */
export interface SideHealth {
  readonly healthy: number;
  /** Some of them have not been judged yet. */
  readonly unchecked: boolean;
}

/** What is known when a rollback asks where traffic shall be. */
export interface Rollback {
  readonly source: TrafficSource["kind"];
  /** Green's share as it is read now. */
  readonly percent: number;
  /** Its share in the rule that gives it least; left out: every rule gives it the same. */
  readonly least?: number;
  /** Green's share on the next step of the way back. */
  readonly next: number;
  /** Green passed every gate once and has failed none since. */
  readonly isEligible: boolean;
  /** Servers of the fleet, and how many of them have to be in traffic. */
  readonly size: number;
  readonly floor: number;
  /** Whether blue's group exists. */
  readonly blueExists: boolean;
  readonly blue: SideHealth;
  readonly green: SideHealth;
  /** For how long each has been read without a healthy server; for blue without its group, too. 0: read so once. */
  readonly silentMs: { readonly blue: number; readonly green: number };
  /** How often traffic changed direction on the way back, and how long ago it did last. */
  readonly reversals: number;
  readonly sinceReversalMs: number;
  /** What a target group takes to find a server ill: its interval times its unhealthy threshold. */
  readonly detectionMs: number;
}

export type RollbackDecision =
  /** Blue has what it is to have: nothing is left to be set. */
  | { readonly kind: "reverted" }
  /** Set green's share. `leaves`: the side that is left for good; `reverses`: traffic changes direction by it. */
  | {
      readonly kind: "set";
      readonly percent: number;
      readonly leaves?: "blue" | "green";
      readonly reverses: boolean;
      readonly reason: string;
    }
  /** Nothing is set. `seconds` null: at the usual pace. */
  | { readonly kind: "wait"; readonly seconds: number | null; readonly reason: string }
  /** Nothing that moult may do makes it better. */
  | { readonly kind: "needs-person"; readonly reason: string };

/** A read may show what was before (src/step/read-lag.ts): a side is left on two reads that are so far apart. */
export const APART_MS = 15_000;
/** Back to blue, and once more away from it: whoever wants a third change has a blue that does not hold. */
const MOST_REVERSALS = 3;
/** An ill green's share follows blue's healthy servers in steps of so many percent: each is a call. */
const SMALLEST_STEP = 5;

type BlueStanding = "floor" | "some" | "none" | "gone";
type GreenStanding = "good" | "ill" | "silent";
type Lead = "to-blue" | "wait" | "split" | "stay" | "stand" | "settle";

/**
 * Where rollback leads. Blue: as many healthy servers as the floor asks for, some, none, or its group is gone. Green:
 * eligible and answering, ill and answering, or without a healthy server.
 */
const TABLE: Readonly<Record<BlueStanding, Readonly<Record<GreenStanding, Lead>>>> = {
  floor: { good: "to-blue", ill: "to-blue", silent: "to-blue" },
  some: { good: "wait", ill: "split", silent: "to-blue" },
  none: { good: "stay", ill: "stand", silent: "stand" },
  gone: { good: "settle", ill: "settle", silent: "settle" },
};

/** Where traffic is to be next on the way back, and why. */
export function whereRollbackLeads(rollback: Rollback): RollbackDecision {
  const { size, source, isEligible, green } = rollback;
  // Somebody may have grown green since: then blue has to answer first, too.
  if (size === 0 && green.healthy === 0) return toBlue(rollback, "the fleet has no servers");
  // Servers that pull: an ill green is taken down at once, there is no traffic to wait with.
  if (source === "nothing" && !isEligible) return REVERTED;
  return LEADS[TABLE[blueStanding(rollback)][greenStanding(rollback)]](rollback);
}

const REVERTED: RollbackDecision = { kind: "reverted" };

function blueStanding({ blueExists, blue, floor }: Rollback): BlueStanding {
  if (!blueExists) return "gone";
  if (blue.healthy === 0) return "none";
  return blue.healthy >= floor && !blue.unchecked ? "floor" : "some";
}

function greenStanding({ green, isEligible }: Rollback): GreenStanding {
  if (green.healthy === 0) return "silent";
  return isEligible ? "good" : "ill";
}

const LEADS: Readonly<Record<Lead, (rollback: Rollback) => RollbackDecision>> = {
  "to-blue": leaveGreen,
  wait: waitForFloor,
  split: splitByHealth,
  stay: stayOnGreen,
  stand: standStill,
  settle: leaveToPerson,
};

/** A green against which nothing is known is left for its silence alone only when two reads agree on it. */
function leaveGreen(rollback: Rollback): RollbackDecision {
  const { isEligible, blue, green, silentMs } = rollback;
  const isForSilence = isEligible && blueStanding(rollback) === "some";
  if (isForSilence && rollback.percent > 0 && silentMs.green < APART_MS)
    return readAgain(silentMs.green, "green's servers do not answer");
  return toBlue(
    rollback,
    `blue has ${counted(blue)}${green.healthy === 0 ? ", green has none" : ""}: it takes the traffic back`,
  );
}

function toBlue(rollback: Rollback, reason: string): RollbackDecision {
  const { percent, next, source, reversals } = rollback;
  if (source === "nothing" || percent === 0) return REVERTED;
  const reverses = reversals % 2 === 1;
  const tooSoon = reverses ? tooSoonAfterReversal(rollback) : null;
  if (tooSoon !== null) return tooSoon;
  return { kind: "set", percent: next, ...(next === 0 && { leaves: "green" }), reverses, reason };
}

/** Nothing is known against green: it serves until blue can carry the fleet. */
function waitForFloor({ percent, source, blue, floor }: Rollback): RollbackDecision {
  if (percent === 0 && source !== "nothing") return REVERTED;
  const checked = blue.unchecked ? "blue's servers are still being checked" : null;
  const reason =
    checked ?? `blue has ${counted(blue)}, the floor is ${floor}: green serves until it has them`;
  return { kind: "wait", seconds: null, reason };
}

/** Green is ill and answers; blue has too few to carry the fleet alone, and takes what it can. It is never given more. */
function splitByHealth({ percent, source, blue, green, floor }: Rollback): RollbackDecision {
  if (percent === 0) return REVERTED;
  const reason = `blue has ${counted(blue)}, the floor is ${floor}; green is ill and still answers`;
  const share = Math.round((100 * green.healthy) / (green.healthy + blue.healthy));
  const wanted = Math.min(99, Math.max(1, share));
  // In one target group its healthy servers share the traffic by themselves.
  if (source !== "actions" || percent - wanted < SMALLEST_STEP)
    return { kind: "wait", seconds: null, reason };
  return { kind: "set", percent: wanted, reverses: false, reason: `${reason}: they share the traffic` };
}

/** Blue cannot take the traffic; green is eligible and answers: it gets what is still on blue. */
function stayOnGreen(rollback: Rollback): RollbackDecision {
  const { percent, least = percent, source, silentMs, green, reversals } = rollback;
  const reason = `blue has no healthy server to take the traffic back, green has ${green.healthy}`;
  const isOnGreen = least === 100 || source === "nothing" || (source === "attachments" && percent > 0);
  if (isOnGreen && reversals >= MOST_REVERSALS)
    return { kind: "needs-person", reason: `${reason}; traffic changed direction ${reversals} times` };
  if (isOnGreen) return { kind: "wait", seconds: null, reason };
  if (silentMs.blue < APART_MS) return readAgain(silentMs.blue, reason);
  return takeToGreen(rollback, reason);
}

/** In one target group green is attached beside blue: only servers that answer get requests there. */
function takeToGreen(rollback: Rollback, reason: string): RollbackDecision {
  const { source, reversals, blueExists } = rollback;
  const reverses = reversals % 2 === 0;
  const tooSoon = reverses && reversals > 0 ? tooSoonAfterReversal(rollback) : null;
  if (tooSoon !== null) return tooSoon;
  const set = { kind: "set", reverses, reason: `${reason}: green takes all of it` } as const;
  return source === "attachments" && blueExists
    ? { ...set, percent: 50 }
    : { ...set, percent: 100, leaves: "blue" };
}

/** Neither side is both eligible and answering: weights stay where they are. */
function standStill({ percent, blue, green }: Rollback): RollbackDecision {
  if (percent === 0) return REVERTED;
  const reason =
    green.healthy === 0
      ? "no server of either side answers: traffic stays where it is"
      : `blue has ${counted(blue)} and green, which is ill, ${green.healthy}: traffic stays where it is`;
  return { kind: "wait", seconds: null, reason };
}

/** There is no blue to go back to. An eligible green gets all of the traffic first. */
function leaveToPerson(rollback: Rollback): RollbackDecision {
  const { silentMs, source, percent, least = percent } = rollback;
  const reason = "blue's group is gone: there is nothing to go back to";
  if (silentMs.blue < APART_MS) return readAgain(silentMs.blue, reason);
  const isOnGreen = least === 100 || source === "nothing";
  if (greenStanding(rollback) === "good" && !isOnGreen) return takeToGreen(rollback, reason);
  return { kind: "needs-person", reason };
}

/** At most one change of direction in twice the time that a target group takes to see one. */
function tooSoonAfterReversal({ sinceReversalMs, detectionMs }: Rollback): RollbackDecision | null {
  const leftMs = 2 * detectionMs - sinceReversalMs;
  if (leftMs <= 0) return null;
  return {
    kind: "wait",
    seconds: Math.ceil(leftMs / 1000),
    reason: "traffic changed direction a moment ago: it stays until that can be judged",
  };
}

const readAgain = (sinceMs: number, reason: string): RollbackDecision => ({
  kind: "wait",
  seconds: Math.ceil((APART_MS - sinceMs) / 1000),
  reason: `${reason}; it is read once more, since reads lag`,
});

const counted = ({ healthy }: SideHealth): string =>
  healthy === 0 ? "no healthy server" : `${healthy} healthy server${healthy === 1 ? "" : "s"}`;
