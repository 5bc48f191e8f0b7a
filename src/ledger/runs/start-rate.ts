import * as z from "zod";
import { againOnConflict } from "../conflict.ts";
import { ACCOUNT_PARTITION, fleetPartition } from "../keys.ts";
import type { Ledger } from "../ledger.ts";
import { defineRecord } from "../stored.ts";

/** How rollouts follow each other: `burst` at once, then one every `everyMs`. */
interface StartRate {
  readonly burst: number;
  readonly everyMs: number;
}

export interface StartingRollout {
  readonly fleet: string;
  readonly rollout: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

const rate = defineRecord({
  kind: "start rate",
  schema: 1,
  /** When the bucket of starts is full again, milliseconds since 1970. */
  shape: z.strictObject({ fullAt: z.number() }),
});
const RATE_KEY = { partition: ACCOUNT_PARTITION, sort: "start-rate" };

const start = defineRecord({ kind: "start", schema: 1, shape: z.strictObject({ at: z.number() }) });
const startKey = ({ fleet, rollout }: Omit<StartingRollout, "now">) => ({
  partition: fleetPartition(fleet),
  sort: `start#${rollout}`,
});

/**
 * When this rollout may begin, at the start rate of the account; the same answer when it asks again. First come, first
 * served: an instant that was given is kept, so none starves. It stays in the ledger after the start, since no function
 * may delete from there. Throws LedgerConflict only when many write at once.
 */
export async function startInstant(
  ledger: Ledger,
  starting: StartingRollout,
  { burst, everyMs }: StartRate,
): Promise<number> {
  const { now } = starting;
  const given = await ledger.get(startKey(starting));
  if (given) return start.parse(given).at;
  const at = await againOnConflict(async () => {
    const item = await ledger.get(RATE_KEY);
    const fullAt = Math.max(now, item ? rate.parse(item).fullAt : now);
    await ledger.put(rate.write(RATE_KEY, { fullAt: fullAt + everyMs }), item?.revision ?? "absent");
    return Math.max(now, fullAt - (burst - 1) * everyMs);
  });
  if (at > now) await ledger.put(start.write(startKey(starting), { at }), "any");
  return at;
}
