/**
 * Whether the execution that carries a rollout may still run: it says so, or it cannot be asked and somebody may still
 * act under the fleet's lease.
 */
export const executionMayRun = (status: "running" | "ended" | "unknown", hasLeaseRunOut: boolean): boolean =>
  status === "running" || (status === "unknown" && !hasLeaseRunOut);

/**
 * Whether nobody acts under a lease any more, whatever the clock of its holder says; undefined: there is no lease. Who gave one
 * back acts under it no more.
 */
export const leaseHasRunOut = (
  lease: { readonly owner: string | null; readonly expiresAt: number } | undefined,
  now: number,
  clockMarginMs: number,
): boolean => lease === undefined || lease.owner === null || now > lease.expiresAt + clockMarginMs;
