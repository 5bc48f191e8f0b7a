/**
 * What is known of an execution. `unknown`: it runs somewhere that cannot be asked, or was never started. `fenced-out`: it has ended
 * since another one had its lease, which may carry the run under the same name in another process.
 */
export type ExecutionState = "running" | "ended" | "unknown" | "fenced-out";

/** Whether it has ended, whoever carries its run. */
export const hasEnded = (state: ExecutionState): boolean => state === "ended" || state === "fenced-out";

/**
 * Whether the execution that carries a rollout may still run: it says so, or it cannot be asked and somebody may still
 * act under the fleet's lease.
 */
export const executionMayRun = (status: ExecutionState, hasLeaseRunOut: boolean): boolean =>
  status === "running" || (status !== "ended" && !hasLeaseRunOut);

/**
 * Whether nobody acts under a lease any more, whatever the clock of its holder says; undefined: there is no lease. Who gave one
 * back acts under it no more.
 */
export const leaseHasRunOut = (
  lease: { readonly owner: string | null; readonly expiresAt: number } | undefined,
  now: number,
  clockMarginMs: number,
): boolean => lease === undefined || lease.owner === null || now > lease.expiresAt + clockMarginMs;

/** What carries the executions of a run: a machine of Step Functions, or a process of a person's. */
export type Carrier =
  | { readonly kind: "step-functions"; readonly machine: string }
  | { readonly kind: "process"; readonly host: string; readonly pid: number };

/** `execution arn:aws:states:…:execution:moult-prod-rollout:web-1`, or `process 4711 on laptop`. */
export function carrierWords(carrier: Carrier | undefined, execution: string): string {
  if (carrier === undefined) return `execution ${execution}`;
  if (carrier.kind === "process") return `process ${carrier.pid} on ${carrier.host}`;
  return `execution ${carrier.machine.replace(":stateMachine:", ":execution:")}:${execution}`;
}
