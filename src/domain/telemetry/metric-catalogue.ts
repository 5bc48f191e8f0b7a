import { reasons } from "../run/cause.ts";
import { phases } from "../run/rollout.ts";

/** Why time passes in a rollout: something is done or gets ready, a person is waited for, or a time that was declared. */
const spentOn = ["work", "people", "time"] as const;
export type SpentOn = (typeof spentOn)[number];

/** How an execution ended that was to begin a rollout or a recycle, or what it began. */
export const ends = [
  "succeeded",
  "rolled-back",
  "needs-person",
  "superseded",
  /** Nothing was begun: Admit said why. */
  "refused",
  /** Nothing was begun, and nobody said no: an error stopped it. */
  "failed",
] as const;
export type End = (typeof ends)[number];

/** Where a rollout spends its time: it begins when its record is written, and closing takes none. */
const spentIn = phases.filter((phase) => phase !== "CloseRollout");

/** Every kind of gate; not from its table, which would bring their code into each function. */
const gates = ["instance-status", "target-health", "command", "http", "alarm", "metric"] as const;
/** As a finding's kind has it. */
const findingKinds = ["age", "drift", "access", "health"] as const;
/** Services of AWS that are asked, as their clients are called. */
const services = [
  "AutoScaling",
  "CloudWatch",
  "EC2",
  "ElasticLoadBalancingV2",
  "EventBridge",
  "Imagebuilder",
  "SFN",
  "SSM",
] as const;

interface MetricRow {
  readonly unit: "Count" | "Seconds";
  /** What it is split by. Each value of it is a metric that is paid for, so there is none without a list. */
  readonly by: Readonly<Partial<Record<Dimension, readonly string[]>>>;
}

type Dimension = "outcome" | "phase" | "gate" | "reason" | "kind";

const count = (by: MetricRow["by"] = {}): MetricRow => ({ unit: "Count", by });
const seconds = (by: MetricRow["by"] = {}): MetricRow => ({ unit: "Seconds", by });

/**
 * Every metric that moult emits. None is split by fleet, server or rollout: each value of a dimension is a metric of its own, at
 * $0.30 a month (aws-facts 9.9), so that 2,000 fleets cost what 20 do. Whose it is stands beside the value, where it can be searched.
 */
const rows = {
  /** Once for each end. */
  Rollouts: count({ outcome: ends }),
  /** Once for each rollout that ended, phase and what the time was spent on. */
  RolloutSeconds: seconds({ phase: spentIn, kind: spentOn }),
  /** The same of servers that are replaced in place, apart: they come more often, and are no release of anything. */
  Recycles: count({ outcome: ends }),
  /** How long a rollout waited while this kind of gate had not passed. */
  GateWaitSeconds: seconds({ gate: gates }),
  /** `none`: it went back for another cause than a gate. */
  RolledBack: count({ gate: [...gates, "none"] }),
  /** Servers that a rollout or a recycle has replaced, by why it was begun. */
  Replaced: count({ reason: reasons }),
  /** Servers of blue and green beside each other, times hours. */
  DoubleRunningServerHours: count(),

  /** From each whole scan: what stands now, of the fleets that nothing is changing. */
  Findings: count({ kind: findingKinds }),
  OldestFindingSeconds: seconds({ kind: findingKinds }),
  /** Servers older than their fleet's `age.hardMax`. */
  OverdueServers: count(),
  /** One for each whole scan. */
  ScanHeartbeat: count(),

  /** From each sweep: how many there are now. */
  NeedAttention: count(),
  UnsentEvents: count(),
  FleetsNotSwept: count(),
  FleetsMoving: count(),
  /** Something is due there, and waits for a window, a calendar, the budget, a slot, a person's yes or the end of a back-off. */
  FleetsWaiting: count(),
  FleetsFrozen: count(),
  FleetsFrozenOver24h: count(),
  FleetsNeedingPerson: count(),
  /** Runs that wait longer than was to be expected, or are past their deadline; rollbacks that stand. */
  RunsWaitingTooLong: count(),
  ApprovalsWaiting: count(),
  /** Nobody has answered them, and four fifths of their time are over. */
  ApprovalsNearDeadline: count(),
  /** Change Calendars that count as closed since they cannot be read. */
  WindowsUnreadable: count(),
  /** Runs a day that ages ask for, and that the account's requests let begin. */
  RunsDuePerDay: count(),
  StartsPerDay: count(),

  /** From each invocation that asked AWS. */
  AwsCalls: count(),
  Throttles: count({ kind: services }),
  /** An invocation ended because a record could not be read or the table did not answer. */
  LedgerErrors: count(),
} as const satisfies Readonly<Record<string, MetricRow>>;

export type MetricName = keyof typeof rows;

export const metricCatalogue: Readonly<Record<MetricName, MetricRow>> = rows;

/** One value of one metric. */
export interface Measurement {
  readonly metric: MetricName;
  readonly value: number;
  /** Not there: the metric is not split. */
  readonly by?: Readonly<Partial<Record<Dimension, string>>>;
  /** Whose it is: to be searched for, and nothing that is paid for. */
  readonly about?: Readonly<Record<string, string>>;
}

/** Why CloudWatch, or the bill, would not take it; null: it is taken. */
export function measurementFault({ metric, value, by = {} }: Measurement): string | null {
  if (!Number.isFinite(value)) return `${metric} is ${value}`;
  const wanted = Object.keys(metricCatalogue[metric].by).sort();
  const given = Object.keys(by).sort();
  if (wanted.join() !== given.join()) return `${metric} is split by ${given.join(" and ") || "nothing"}`;
  for (const [dimension, found] of Object.entries(by)) {
    if (!metricCatalogue[metric].by[dimension as Dimension]?.includes(found))
      return `${metric} has no ${dimension} ${found}`;
  }
  return null;
}
