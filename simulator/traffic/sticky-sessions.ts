import type { ForwardRecord } from "../services/elbv2/state.ts";
import type { Route } from "./route.ts";
import type { Shares, Sticky } from "./shares.ts";

interface RouteChange {
  readonly before: Route;
  readonly next: Route;
  /** The shares just before the change. */
  readonly shares: Shares;
  readonly sticky: Sticky | null;
  readonly stickyShare: number;
  readonly now: number;
}

/**
 * The sticky sessions that are left after a route changed: clients got their cookie while stickiness was on before, and
 * it is honoured while stickiness is on after. Stickiness of a target group alone never decides between target groups:
 * a forward action with several must have its own (aws-facts 1.4).
 */
export function stickyAfter({ before, next, shares, sticky, stickyShare, now }: RouteChange): Sticky | null {
  const from = stickinessOf(before);
  const to = stickinessOf(next);
  if (from === undefined || to === undefined) return null;
  if (from.forward === to.forward || sameWeights(from.forward, to.forward)) return sticky;
  return { from: shares, share: stickyShare, startedAt: now, endsAt: now + to.durationSeconds * 1000 };
}

function stickinessOf(route: Route): { forward: ForwardRecord; durationSeconds: number } | undefined {
  if (!("forward" in route) || !route.forward.stickiness?.enabled) return undefined;
  return { forward: route.forward, durationSeconds: route.forward.stickiness.durationSeconds };
}

const sameWeights = (one: ForwardRecord, other: ForwardRecord): boolean => weights(one) === weights(other);

const weights = (forward: ForwardRecord): string =>
  forward.targetGroups
    .map(({ arn, weight }) => `${arn}=${weight}`)
    .toSorted()
    .join();
