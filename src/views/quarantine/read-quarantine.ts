import { type ImageVerdict, listQuarantined } from "../../ledger/image-verdicts.ts";
import type { Ledger } from "../../ledger/ledger.ts";

/** The verdicts in force, in order of image id, that for every fleet first. */
export const readQuarantine = (ledger: Ledger): Promise<ImageVerdict[]> => listQuarantined(ledger);

/** Those on an image; none: fleets may launch it. */
export const quarantineOf = async (ledger: Ledger, imageId: string): Promise<ImageVerdict[]> =>
  (await listQuarantined(ledger)).filter((each) => each.imageId === imageId);
