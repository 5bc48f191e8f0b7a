import { type Freeze, freezeOf } from "../../ledger/freezes.ts";
import type { Ledger } from "../../ledger/ledger.ts";

/** The freeze of this fleet alone, and the one of every fleet; null: there is none. */
export async function freezeScopes(
  ledger: Ledger,
  fleet: string | null,
  now: number,
): Promise<{ readonly own: Freeze | null; readonly all: Freeze | null }> {
  const [own, all] = await Promise.all([
    fleet === null ? undefined : freezeOf(ledger, fleet, now),
    freezeOf(ledger, null, now),
  ]);
  return { own: own ?? null, all: all ?? null };
}
