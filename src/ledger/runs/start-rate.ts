import * as z from "zod";
import { bookStart, type Draw, type RequestBudget } from "../../domain/rollout-decisions/request-budget.ts";
import { againOnConflict } from "../conflict.ts";
import { ACCOUNT_PARTITION, fleetPartition } from "../keys.ts";
import type { Ledger } from "../ledger.ts";
import { keptUntil } from "../stores/retention.ts";
import { defineRecord } from "../stored.ts";

interface StartingRollout {
  readonly fleet: string;
  readonly rollout: string;
  /** What it will ask of the account. */
  readonly draws: readonly Draw[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

const rate = defineRecord({
  kind: "start rate",
  schema: 2,
  shape: z.strictObject({ last: z.number(), booked: z.record(z.string(), z.number()) }),
  // 0.1.0 wrote when so many rollouts may begin at once again: all that it let begin have begun by then.
  upgrades: { 1: ({ fullAt }) => ({ last: fullAt, booked: {} }) },
});
const RATE_KEY = { partition: ACCOUNT_PARTITION, sort: "start-rate" };

const start = defineRecord({ kind: "start", schema: 1, shape: z.strictObject({ at: z.number() }) });
const startKey = ({ fleet, rollout }: Pick<StartingRollout, "fleet" | "rollout">) => ({
  partition: fleetPartition(fleet),
  sort: `start#${rollout}`,
});

const NOTHING_BOOKED: RequestBudget = { last: 0, booked: {} };

/** What of the account's requests is booked now. */
export async function readStartRate(ledger: Ledger): Promise<RequestBudget> {
  const item = await ledger.get(RATE_KEY);
  return item ? rate.parse(item) : NOTHING_BOOKED;
}

/**
 * When this rollout may begin, within the requests that the account has to give; the same answer when it asks again.
 * First come, first served: an instant that was given is kept, so none starves. It stays in the ledger after the start,
 * since no function may delete from there. `pause` is waited after each lost race; throws LedgerConflict only when many
 * write at once all the same.
 */
export async function startInstant(
  ledger: Ledger,
  starting: StartingRollout,
  pause: (lost: number) => Promise<void>,
): Promise<number> {
  const { draws, now } = starting;
  const given = await ledger.get(startKey(starting));
  if (given) return start.parse(given).at;
  const at = await againOnConflict(async () => {
    const item = await ledger.get(RATE_KEY);
    const before = item ? rate.parse(item) : NOTHING_BOOKED;
    const { at: first, budget } = bookStart(before, draws, now);
    await ledger.put(rate.write(RATE_KEY, budget), item?.revision ?? "absent");
    return first;
  }, pause);
  if (at > now) await ledger.put(start.write(startKey(starting), { at }, keptUntil(at)), "any");
  return at;
}
