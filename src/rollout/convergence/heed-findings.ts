import type { Finding } from "../../domain/findings/finding.ts";
import { stormKey } from "../../domain/findings/storms.ts";
import { listFindings } from "../../ledger/findings.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { listStorms } from "../../ledger/found/storms.ts";

/** The findings that may be acted on: those of a storm that nobody has acknowledged are not. */
export async function heedFindings(ledger: Ledger, fleet: string): Promise<readonly Finding[]> {
  const findings = await listFindings(ledger, fleet);
  if (findings.length === 0) return findings;
  const held = new Set(
    (await listStorms(ledger)).filter(({ acknowledged }) => acknowledged === null).map(({ key }) => key),
  );
  return findings.filter((each) => !held.has(stormKey(each) ?? ""));
}
