import type { Fleet } from "../../domain/declaration/fleet.ts";

/**
 * The declaration by which a rollout goes on that a person has promoted: no step lasts, nothing is baked, and blue is not kept warm. Gates,
 * floor, drain and handoff are what they were.
 */
export const promotedFleet = (fleet: Fleet): Fleet => ({
  ...fleet,
  traffic: "pause" in fleet.traffic ? { ...fleet.traffic, pause: 0 } : fleet.traffic,
  bake: 0,
  retire: { ...fleet.retire, warm: 0 },
});
