import type { ApprovalAsk } from "../approval/approval-ask.ts";
import { nearDeadlineAt } from "../decide/approval/open-asks.ts";
import type { AttentionKind } from "../outbox/attention-kinds.ts";
import type { Outbox } from "../outbox/outbox.ts";
import type { Measurement, MetricName } from "./metric-catalogue.ts";

/** How many there are of something that a sweep comes by, by the name of the metric. */
export type SweepCounts = Readonly<Partial<Record<MetricName, number>>>;

const DAY_MS = 86_400_000;

/** What a sweep knows of one fleet when it leaves it. */
interface SweptFleet {
  /** A rollout is open. */
  readonly moves: boolean;
  /** Null: it is not frozen. */
  readonly frozenSince: number | null;
  /** Something is due, and waits for other than its own run. */
  readonly waits: boolean;
  readonly asks: readonly ApprovalAsk[];
}

export const fleetCounts = ({ moves, frozenSince, waits, asks }: SweptFleet, now: number): SweepCounts => ({
  FleetsMoving: Number(moves),
  FleetsWaiting: Number(waits),
  FleetsFrozen: Number(frozenSince !== null),
  FleetsFrozenOver24h: Number(frozenSince !== null && now - frozenSince > DAY_MS),
  ApprovalsWaiting: asks.length,
  ApprovalsNearDeadline: asks.filter((ask) => now >= nearDeadlineAt(ask)).length,
});

/** By which kinds of what stands a metric of its own is counted. */
const BY_KIND: readonly (readonly [MetricName, readonly AttentionKind[]])[] = [
  ["FleetsNeedingPerson", ["needs-person"]],
  ["RunsWaitingTooLong", ["run-late", "rollback-stands"]],
  ["WindowsUnreadable", ["unread-calendar"]],
];

/** What stands of one fleet, or of the account; undefined: its outbox cannot be read, which is for a person, too. */
export function attentionCounts(outbox: Outbox | undefined): SweepCounts {
  if (outbox === undefined) return { NeedAttention: 1 };
  const stands = outbox.attention.filter(({ endedAt }) => endedAt === null);
  const ofKinds = BY_KIND.map(
    ([metric, kinds]) => [metric, stands.filter(({ kind }) => kinds.includes(kind)).length] as const,
  );
  return { NeedAttention: stands.length, ...Object.fromEntries(ofKinds) };
}

/** The sums of all. */
export function summedCounts(counts: readonly SweepCounts[]): SweepCounts {
  const sums: Partial<Record<MetricName, number>> = {};
  for (const each of counts)
    for (const [metric, value] of Object.entries(each) as [MetricName, number][])
      sums[metric] = (sums[metric] ?? 0) + value;
  return sums;
}

/** All that a sweep counts, as it is measured when there is nothing. */
const NONE: SweepCounts = {
  NeedAttention: 0,
  UnsentEvents: 0,
  FleetsNotSwept: 0,
  FleetsNeedingPerson: 0,
  RunsWaitingTooLong: 0,
  WindowsUnreadable: 0,
  FleetsMoving: 0,
  FleetsWaiting: 0,
  FleetsFrozen: 0,
  FleetsFrozenOver24h: 0,
  ApprovalsWaiting: 0,
  ApprovalsNearDeadline: 0,
};

/** What a sweep leaves to be measured: each count, also where there is nothing, so that an alarm on it ends. */
export const sweepMeasurements = (counts: SweepCounts): readonly Measurement[] =>
  (Object.entries({ ...NONE, ...counts }) as [MetricName, number][]).map(([metric, value]) => ({
    metric,
    value,
  }));
