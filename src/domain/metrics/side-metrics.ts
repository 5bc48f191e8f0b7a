/** Values by the instant their period began, milliseconds since 1970. A period without a value is not in it. */
export type Series = ReadonlyMap<number, number>;

/** What CloudWatch says of one side's target groups. */
export interface SideMetrics {
  readonly requests: Series;
  /** Requests that a server answered 5xx: no value where there were none (ALB/load-balancer-cloudwatch-metrics.html). */
  readonly errors: Series;
  /** The 99th percentile of how long the servers took, milliseconds. */
  readonly latency: Series;
  /** The least number of healthy servers in the period. */
  readonly hosts: Series;
}

interface BothSides {
  readonly green: SideMetrics;
  readonly blue: SideMetrics;
}

/** What a metric is judged by. */
export interface ObservedMetrics extends BothSides {
  /** Since when green has the share of the traffic that it has: only periods that began since then are its own. */
  readonly shareSince: number;
}

/** The target groups of one pair. */
export interface PairMetrics extends BothSides {
  /** Green's target group, as people call it. */
  readonly name: string;
}

/** What a metric gate asks for. */
export interface MetricsOfPairs {
  readonly shareSince: number;
  readonly pairs: readonly PairMetrics[];
  /** Why CloudWatch did not answer, in words; null: it did. */
  readonly unreadable: string | null;
}

export const sumOf = (series: Series, periods: readonly number[]): number =>
  periods.reduce((sum, at) => sum + (series.get(at) ?? 0), 0);
