import { isQuarantined, quarantine } from "../../ledger/image-verdicts.ts";
import type { Work } from "../work.ts";

/** Puts the rollout's image in quarantine, once, where it is at fault and the fleet's declaration wants that. */
export async function quarantineImage(work: Work<never>): Promise<void> {
  const { failure, imageTo, fleet, id, milestones, settlement } = work.run();
  // Whoever settled on green has judged its image.
  if (settlement?.keep === "green") return;
  if (!failure?.imageAtFault || !work.fleet.onFailure.quarantine || milestones["quarantined"] !== undefined)
    return;
  const { ledger } = work.context;
  const found = { imageId: imageTo, fleet, rollout: id, reason: failure.reason, at: work.now() };
  if (failure.reach !== "fleet") await quarantine(ledger, { ...found, reach: null });
  // Also where that of every fleet, which stands, was lifted for this one.
  if (!(await isQuarantined(ledger, imageTo, fleet))) await quarantine(ledger, { ...found, reach: fleet });
  const scope = failure.reach === "fleet" ? `for ${fleet}` : "for every fleet";
  await work.note("decision", `${imageTo} is quarantined ${scope}: ${failure.reason}`, {
    action: "quarantine",
    subject: imageTo,
  });
  await work.reach("quarantined");
}
