import type { RunResult } from "./run-seed.ts";

/** Requests of users over many runs. */
export interface LostRequests {
  sent: number;
  lost: number;
  readonly lostByReason: Record<string, number>;
  /** The run that lost most; null: none has lost any. */
  worst: { readonly seed: number; readonly lost: number } | null;
}

export const noRequests = (): LostRequests => ({ sent: 0, lost: 0, lostByReason: {}, worst: null });

/** Counts a run in. */
export function countRequests(
  sums: LostRequests,
  { seed, requests }: Pick<RunResult, "seed" | "requests">,
): void {
  const { sent, lost, lostByReason } = requests;
  sums.sent += sent;
  sums.lost += lost;
  for (const [reason, times] of Object.entries(lostByReason))
    sums.lostByReason[reason] = (sums.lostByReason[reason] ?? 0) + times;
  if (lost > (sums.worst?.lost ?? 0)) sums.worst = { seed, lost };
}

/** How many were lost and why: one line. */
export function requestsText({ sent, lost, lostByReason, worst }: LostRequests): string {
  const reasons = Object.entries(lostByReason)
    .sort(([, one], [, other]) => other - one)
    .map(([reason, times]) => `${reason} ${times}`);
  const most = worst && `; most in seed ${worst.seed}: ${worst.lost}`;
  return `${lost} of ${sent} requests lost${reasons.length > 0 ? ` (${reasons.join(", ")})` : ""}${most ?? ""}`;
}
