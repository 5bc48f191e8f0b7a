import { type ImageVerdict, listQuarantined, readVerdict } from "../../ledger/image-verdicts.ts";
import type { Ledger } from "../../ledger/ledger.ts";

/** The verdicts in force, in order of image id. */
export const readQuarantine = (ledger: Ledger): Promise<ImageVerdict[]> => listQuarantined(ledger);

/** The verdict in force on an image; undefined when fleets may launch it. */
export async function quarantineOf(ledger: Ledger, imageId: string): Promise<ImageVerdict | undefined> {
  const verdict = await readVerdict(ledger, imageId);
  return verdict?.lifted === null ? verdict : undefined;
}
