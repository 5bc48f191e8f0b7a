/** A fleet of which some servers are due at one instant. */
export interface RecycleCase {
  readonly servers: number;
  readonly due: number;
  /** As it is declared. */
  readonly atOnce: number;
  /** The most calls to AWS, and the longest of the least time that a batch can take; not given: measured, without a goal. */
  readonly mostCalls?: number;
  readonly mostRatio?: number;
}

export const cases: readonly RecycleCase[] = [
  { servers: 100, due: 10, atOnce: 10, mostCalls: 60, mostRatio: 1.1 },
  { servers: 1200, due: 500, atOnce: 50 },
];
