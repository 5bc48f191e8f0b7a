import type { ForwardRecord } from "../services/elbv2/state.ts";

/** Share of the requests by target group ARN. */
export type Shares = ReadonlyMap<string, number>;

/** Clients that keep to the target group they were on before the weights changed, fewer and fewer. */
export interface Sticky {
  /** Where they were. */
  readonly from: Shares;
  /** Share of all requests at the start, 0 to 1. */
  readonly share: number;
  readonly startedAt: number;
  readonly endsAt: number;
}

/** The shares that the weights of a forward action stand for; none when all weights are 0. */
function weightedShares(forward: ForwardRecord): Shares {
  const total = forward.targetGroups.reduce((sum, each) => sum + each.weight, 0);
  if (total === 0) return new Map();
  return new Map(forward.targetGroups.map(({ arn, weight }) => [arn, weight / total]));
}

/**
 * The shares at one instant, sticky clients included. Weight 0 does not end their sessions; a target group that the
 * action names no more does (aws-facts 1.4). Their share falls to nothing in a straight line, so between `startedAt`
 * and `endsAt` the mean of two instants is exactly the mean of the time between them.
 */
export function sharesAt(forward: ForwardRecord, sticky: Sticky | null, instant: number): Shares {
  const base = weightedShares(forward);
  if (sticky === null || base.size === 0 || instant >= sticky.endsAt) return base;
  const left = (sticky.share * (sticky.endsAt - instant)) / (sticky.endsAt - sticky.startedAt);
  const kept = new Map([...base.keys()].map((arn) => [arn, (sticky.from.get(arn) ?? 0) * left]));
  const rest = 1 - sum(kept.values());
  return new Map([...base].map(([arn, share]) => [arn, share * rest + (kept.get(arn) ?? 0)]));
}

/** Share by share, the mean of two. */
export function meanShares(one: Shares, other: Shares): Shares {
  return new Map([...one].map(([arn, share]) => [arn, (share + (other.get(arn) ?? 0)) / 2]));
}

const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);
