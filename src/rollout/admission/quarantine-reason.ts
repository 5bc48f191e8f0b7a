import { readVerdict } from "../../ledger/image-verdicts.ts";
import type { Ledger } from "../../ledger/ledger.ts";

/** Why no fleet may launch the image, with the way out; null when it is not in quarantine. */
export async function quarantineReason(ledger: Ledger, image: string): Promise<string | null> {
  const verdict = await readVerdict(ledger, image);
  if (verdict?.lifted !== null) return null;
  return `${image} is quarantined: ${verdict.reason}; moult quarantine lift ${image} lets it out`;
}
