import { LedgerConflict } from "../errors/errors.ts";
import type { Expectation, LedgerKey } from "./ledger.ts";
import { nameOf } from "./stored.ts";

/** The conflict that both stores throw: which item, what the writer expected, what is there. */
export function conflictOn(key: LedgerKey, expected: Expectation, found: number | undefined): LedgerConflict {
  const there = found === undefined ? "absent" : `revision ${found}`;
  const wanted = typeof expected === "number" ? `revision ${expected}` : expected;
  return new LedgerConflict(
    `${nameOf(key)}: expected ${wanted}, found ${there}. Read it again and decide again`,
  );
}

/** How often a decision is tried before its conflict is thrown. */
const ATTEMPTS = 8;

/**
 * Reads, decides and writes in `attempt`, and runs it again from the start when another writer was first. Each lost race
 * means that another writer succeeded, so the last conflict is thrown only when many write at once. Where many may,
 * `pause` makes them part: it is waited after each lost race, the first of which is 1.
 */
export async function againOnConflict<T>(
  attempt: () => Promise<T>,
  pause?: (lost: number) => Promise<void>,
): Promise<T> {
  for (let lost = 1; ; lost += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof LedgerConflict) || lost === ATTEMPTS) throw error;
      await pause?.(lost);
    }
  }
}
