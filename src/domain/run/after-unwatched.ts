import type { Phase, RolloutRecord } from "./rollout.ts";

/** Phases whose declared time counts from their begin: the bake, and the deadline of a launch. */
const TIMED: readonly Phase[] = ["ObserveGreen", "Bake"];

/**
 * A rollout with what it measures against a declared time moved on by the milliseconds in which nobody looked: it was frozen, or
 * nothing carried it. Nobody judged green then, and nobody could go back: neither the bake, nor a step's pause, nor the warm time
 * lasted meanwhile, and what has to hold without a break begins anew.
 */
export function afterUnwatched(run: RolloutRecord, unwatchedMs: number): RolloutRecord {
  const { phase, phaseStartedAt, milestones, traffic, gates } = run;
  const isPaused = phase === "ShiftTraffic" && traffic.setAt !== null && traffic.setPercent < 100;
  const isWarm = milestones.warm !== undefined && milestones["blue-released"] === undefined;
  return {
    ...run,
    phaseStartedAt: TIMED.includes(phase) ? phaseStartedAt + unwatchedMs : phaseStartedAt,
    traffic: isPaused ? { ...traffic, setAt: (traffic.setAt ?? 0) + unwatchedMs } : traffic,
    milestones: isWarm ? { ...milestones, warm: (milestones.warm ?? 0) + unwatchedMs } : milestones,
    gates: gates.map((each) => (each.verdict === "pass" ? each : { ...each, since: null })),
  };
}
