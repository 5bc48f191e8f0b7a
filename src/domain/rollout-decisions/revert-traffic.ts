import type { TrafficSource } from "../traffic-strategy.ts";

/** Green's next share when blue takes traffic back: the highest of the strategy's steps below what green has, or 0. */
export const nextRollbackShare = (percent: number, rollbackSteps: readonly number[]): number =>
  rollbackSteps.find((step) => step < percent) ?? 0;

export interface Revert {
  readonly source: TrafficSource["kind"];
  /** Green's share as it is read now. */
  readonly percent: number;
  /** Green's share after the change. */
  readonly next: number;
  /** Green's share as it was set last. */
  readonly setPercent: number;
  /** Blue was found drained since traffic moved. */
  readonly isDrained: boolean;
}

/**
 * Whether the change is right only on top of what is really there, so that it has to wait for a read that does not lag.
 * In one target group a side is attached or detached, and a read from before blue was let go looks like one from after
 * it was attached again: green does not go for either. Weights are set as a whole, but once blue has drained it may
 * have been named no more a moment ago.
 */
export function dependsOnRead({ source, percent, next, setPercent, isDrained }: Revert): boolean {
  if (source === "attachments") return next === 0 || percent !== setPercent;
  return percent === 100 && isDrained;
}
