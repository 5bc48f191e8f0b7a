import * as z from "zod";
import { againOnConflict } from "./conflict.ts";
import { ACCOUNT_PARTITION, fleetPartition } from "./keys.ts";
import type { Ledger } from "./ledger.ts";
import { defineRecord } from "./stored.ts";

/** How rollouts follow each other: `burst` at once, then one every `everyMs`. */
export interface Pace {
  readonly burst: number;
  readonly everyMs: number;
}

export interface Departing {
  readonly fleet: string;
  readonly rollout: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

const pace = defineRecord({
  kind: "pace of rollouts",
  schema: 1,
  /** When the bucket of departures is full again, milliseconds since 1970. */
  shape: z.strictObject({ fullAt: z.number() }),
});
const PACE_KEY = { partition: ACCOUNT_PARTITION, sort: "departures" };

const turn = defineRecord({ kind: "turn", schema: 1, shape: z.strictObject({ at: z.number() }) });
const turnKey = ({ fleet, rollout }: Omit<Departing, "now">) => ({
  partition: fleetPartition(fleet),
  sort: `turn#${rollout}`,
});

/**
 * When this rollout may begin, at the pace of all rollouts of the account; the same answer when it asks again. First
 * come, first served: a turn that was given is kept, so none starves, also when it was taken: no function may delete
 * from the ledger. Throws LedgerConflict only under a crowd.
 */
export async function turnOf(
  ledger: Ledger,
  departing: Departing,
  { burst, everyMs }: Pace,
): Promise<number> {
  const { now } = departing;
  const given = await ledger.get(turnKey(departing));
  if (given) return turn.parse(given).at;
  const at = await againOnConflict(async () => {
    const item = await ledger.get(PACE_KEY);
    const fullAt = Math.max(now, item ? pace.parse(item).fullAt : now);
    await ledger.put(pace.write(PACE_KEY, { fullAt: fullAt + everyMs }), item?.revision ?? "absent");
    return Math.max(now, fullAt - (burst - 1) * everyMs);
  });
  if (at > now) await ledger.put(turn.write(turnKey(departing), { at }), "any");
  return at;
}
