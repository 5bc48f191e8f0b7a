import { InvalidInput } from "../../errors/errors.ts";
import { listStorms } from "../../ledger/found/storms.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { type StormRow, stormRows } from "./findings-view.ts";

/** The storm of that number or key. Throws InvalidInput that names those there are. */
export async function stormNamed(ledger: Ledger, named: string): Promise<StormRow> {
  const storms = stormRows(await listStorms(ledger));
  const storm = storms.find(({ key, number }) => key === named || String(number) === named);
  if (storm !== undefined) return storm;
  const known = storms.map(({ key, number }) => `${number} (${key})`).join(", ");
  throw new InvalidInput(
    storms.length === 0
      ? "there is no storm to acknowledge: see `moult findings`"
      : `no storm is called ${named}: known are ${known}`,
  );
}

const KNOWN_MS = 60_000;

/** For who looks again and again: scans find storms, so that a minute is soon enough to read them again. */
export function stormReader(ledger: Ledger): (now: number) => Promise<readonly StormRow[]> {
  let known = { storms: [] as readonly StormRow[], readAt: Number.NEGATIVE_INFINITY };
  return async (now) => {
    if (now - known.readAt >= KNOWN_MS) known = { storms: stormRows(await listStorms(ledger)), readAt: now };
    return known.storms;
  };
}
