import type { LossReason, Outcome } from "./group-answers.ts";

interface GroupCount {
  served: number;
  lost: number;
  errored: number;
}

/** What became of the requests so far. `sent` is the sum of `served`, `lost` and `errored`. */
export interface TrafficReport extends Readonly<GroupCount> {
  readonly sent: number;
  readonly lostByReason: Record<string, number>;
  /** By target group ARN; requests that reached no target group are in the totals only. */
  readonly byTargetGroup: Record<string, GroupCount>;
}

/** Key of requests that no target group got. */
export const NO_GROUP = "";

/** Counts of requests by target group and outcome. */
export type Tally = Map<string, Map<Outcome, number>>;

export function count(tally: Tally, groupArn: string, outcome: Outcome, requests: number): void {
  const group = tally.get(groupArn) ?? new Map<Outcome, number>();
  tally.set(groupArn, group);
  group.set(outcome, (group.get(outcome) ?? 0) + requests);
}

/** Counts requests again that were counted as served and then came to nothing. At most those that were. */
export function recountAsLost(tally: Tally, groupArn: string, reason: LossReason, requests: number): number {
  const served = tally.get(groupArn)?.get("served") ?? 0;
  const lost = Math.min(served, requests);
  if (lost === 0) return 0;
  count(tally, groupArn, "served", -lost);
  count(tally, groupArn, `lost:${reason}`, lost);
  return lost;
}

export const lossReason = (outcome: Outcome): LossReason | undefined =>
  outcome.startsWith("lost:") ? (outcome.slice("lost:".length) as LossReason) : undefined;

/** Sums up the tallies of several streams of requests. */
export function summarize(tallies: readonly Tally[]): TrafficReport {
  const total: GroupCount = { served: 0, lost: 0, errored: 0 };
  const lostByReason: Record<string, number> = {};
  const byTargetGroup: Record<string, GroupCount> = {};
  for (const [arn, outcomes] of tallies.flatMap((tally) => [...tally])) {
    const group = byTargetGroup[arn] ?? { served: 0, lost: 0, errored: 0 };
    if (arn !== NO_GROUP) byTargetGroup[arn] = group;
    for (const [outcome, requests] of outcomes) {
      const reason = lossReason(outcome);
      const field = outcome === "served" || outcome === "errored" ? outcome : "lost";
      group[field] += requests;
      total[field] += requests;
      if (reason && requests > 0) lostByReason[reason] = (lostByReason[reason] ?? 0) + requests;
    }
  }
  return { ...total, sent: total.served + total.lost + total.errored, lostByReason, byTargetGroup };
}
