import { type Carrier, carrierWords } from "../../domain/run/may-still-run.ts";
import { listFleetNames } from "../../ledger/fleets.ts";
import { CLOCK_MARGIN_MS, readLease } from "../../ledger/leases.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { openFleetRun } from "../../ledger/runs/open-run.ts";
import { settleBounded } from "../../rollout/convergence/settle-bounded.ts";

/** Who carries the open run of a fleet, and until when nobody else can, if it should have ended. */
export interface Holder {
  /** The rollout, or the replacement of servers in place. */
  readonly rollout: string;
  readonly phase: string;
  /** Null: whoever took the lease did not say. */
  readonly carrier: Carrier | null;
  /** `process 4711 on laptop` */
  readonly words: string;
  /** Milliseconds since 1970. */
  readonly until: number;
}

/** Null: no run is open, or nobody holds it any more. */
export async function readHolder(ledger: Ledger, fleet: string, now: number): Promise<Holder | null> {
  const open = (await openFleetRun(ledger, fleet))?.run;
  if (open === undefined) return null;
  const lease = await readLease(ledger, fleet);
  const until = (lease?.expiresAt ?? 0) + CLOCK_MARGIN_MS;
  if (lease?.owner !== open.id || now > until) return null;
  const { id: rollout, phase, execution } = open;
  return {
    rollout,
    phase,
    carrier: lease.carrier ?? null,
    words: carrierWords(lease.carrier, execution),
    until,
  };
}

const FLEETS_AT_ONCE = 48;

/**
 * The runs that are in the hands of processes. Whether a process lives cannot be asked: it has the fleet until its lease runs
 * out. Fleets that cannot be read are left out.
 */
export async function readHeld(
  ledger: Ledger,
  now: number,
): Promise<readonly (Holder & { readonly fleet: string })[]> {
  const names = await listFleetNames(ledger);
  const read = await settleBounded(names, FLEETS_AT_ONCE, async (fleet) => {
    const holder = await readHolder(ledger, fleet, now);
    return holder === null || holder.carrier?.kind === "step-functions" ? [] : [{ ...holder, fleet }];
  });
  return read.flatMap((each) => (each.status === "fulfilled" ? each.value : []));
}
