import type { ImageVerdict } from "../../ledger/image-verdicts.ts";

/** An image in quarantine as a person reads it: for which fleet (null: every); fleet and rollout are null where a person decided. */
type QuarantineRow = Pick<ImageVerdict, "imageId" | "reach" | "at" | "fleet" | "rollout" | "reason">;

/** One row an image, in the same order; those that were lifted are left out. */
export const quarantineRows = (verdicts: readonly ImageVerdict[]): QuarantineRow[] =>
  verdicts
    .filter(({ lifted }) => lifted === null)
    .map(({ imageId, reach, at, fleet, rollout, reason }) => ({
      imageId,
      reach,
      at,
      fleet,
      rollout,
      reason,
    }));
