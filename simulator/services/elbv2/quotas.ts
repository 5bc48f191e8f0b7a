import type { WorldState } from "../../world/state.ts";

/** Default quotas by name as ELB/Limit spells them (aws-facts 2: ALB/load-balancer-limits.html, NLB/load-balancer-limits.html). */
const DEFAULTS = {
  "target-groups": 3000,
  "targets-per-application-load-balancer": 1000,
  "targets-per-target-group": 1000,
  "target-groups-per-action-on-application-load-balancer": 5,
  "target-groups-per-action-on-network-load-balancer": 5,
  "target-groups-per-application-load-balancer": 100,
  "rules-per-application-load-balancer": 100,
  "targets-per-network-load-balancer": 3000,
  /** With cross-zone load balancing off; with it on, 500 in all. */
  "targets-per-availability-zone-per-network-load-balancer": 500,
} as const;

export type LimitName = keyof typeof DEFAULTS;

export const LIMIT_NAMES = Object.keys(DEFAULTS) as LimitName[];

/** The account's quota of this name. */
export const limitOf = (state: WorldState, name: LimitName): number =>
  state.raisedLimits.get(name) ?? DEFAULTS[name];

/** Of the API itself: no quota, so not to be raised. */
export const TARGET_GROUPS_PER_ACTION = 5;
export const TAGGED_RESOURCES_PER_CALL = 20;
export const TAGS_PER_RESOURCE = 50;
