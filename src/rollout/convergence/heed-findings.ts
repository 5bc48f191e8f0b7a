import type { Finding } from "../../domain/findings/finding.ts";
import { stormKey } from "../../domain/findings/storms.ts";
import { listFindings } from "../../ledger/findings.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { readStorms } from "../../ledger/found/storms.ts";

/**
 * The findings that may be acted on: those of a storm that nobody has acknowledged are not. While a storm cannot be read none is
 * that could be of one.
 */
export async function heedFindings(ledger: Ledger, fleet: string): Promise<readonly Finding[]> {
  const findings = await listFindings(ledger, fleet);
  if (findings.length === 0) return findings;
  const { storms, faults } = await readStorms(ledger);
  if (faults.length > 0) return findings.filter((each) => stormKey(each) === null);
  const held = new Set(storms.filter(({ acknowledged }) => acknowledged === null).map(({ key }) => key));
  return findings.filter((each) => !held.has(stormKey(each) ?? ""));
}
