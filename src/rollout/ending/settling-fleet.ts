import type { Fleet } from "../../domain/declaration/fleet.ts";

/** Gates that ask whether servers answer, not whether they are any good: that, whoever settles has judged. */
const OF_HEALTH: readonly string[] = ["target-health", "instance-status"];

/**
 * The declaration by which a rollout is settled on green: traffic moves in one step to servers that answer, and nothing is
 * waited for that was to prove green good or to keep a way back.
 */
export const settlingFleet = (fleet: Fleet): Fleet => ({
  ...fleet,
  gates: fleet.gates.filter(({ kind }) => OF_HEALTH.includes(kind)),
  traffic: "steps" in fleet.traffic ? { ...fleet.traffic, steps: [100], pause: 0 } : fleet.traffic,
  bake: 0,
  retire: { ...fleet.retire, warm: 0 },
});
