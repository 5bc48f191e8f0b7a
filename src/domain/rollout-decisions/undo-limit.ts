import type { Fleet } from "../declaration/fleet.ts";

/** Servers that stop and a target group that drains them (aws-facts 1.3, 1.4) may take this long with nothing going wrong. */
const LEAST_SECONDS = 3600;
/** A lifecycle hook may hold a server for 48 hours (aws-facts 1.3), and no longer. */
const MOST_SECONDS = 49 * 3600;

/**
 * How much work undoing a rollout may take, in seconds: as much as doing it, within the bounds of what AWS needs. Past
 * it nothing is gained by waiting on: a person has to say on which side the fleet stays.
 */
export const undoSeconds = ({ deadlines }: Pick<Fleet, "deadlines">): number =>
  Math.min(MOST_SECONDS, Math.max(LEAST_SECONDS, deadlines.rollout));
