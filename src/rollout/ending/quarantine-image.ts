import { actEvent } from "../../domain/outbox/act-event.ts";
import { isQuarantined, quarantine } from "../../ledger/image-verdicts.ts";
import { keepForSweep, unlessUnreadable } from "../../step/outbox/publish.ts";
import type { Work } from "../work.ts";

/** Puts the rollout's image in quarantine, once, where it is at fault and the fleet's declaration wants that. */
export async function quarantineImage(work: Work<never>): Promise<void> {
  const { failure, imageTo, fleet, id, milestones, settlement } = work.run();
  // Whoever settled on green has judged its image.
  if (settlement?.keep === "green") return;
  if (!failure?.imageAtFault || !work.fleet.onFailure.quarantine || milestones["quarantined"] !== undefined)
    return;
  if (work.blue?.image === imageTo) return excuseServing(work.blue.number, work);
  const { ledger } = work.context;
  const reach = failure.reach === "fleet" ? fleet : null;
  const at = milestones.undoing ?? work.now();
  const event = actEvent("Image Quarantined", {
    fleet,
    at,
    by: "moult",
    reason: failure.reason,
    sentence: `${imageTo} is in quarantine for ${reach ?? "every fleet"}: ${failure.reason}`,
    next: [`moult quarantine lift ${imageTo} --fleet ${fleet} --reason <text> --confirm ${imageTo}`],
    more: { image: imageTo, reach, rollout: id },
  });
  // An outbox that cannot be read must keep nobody from going back.
  await unlessUnreadable(keepForSweep(fleet, [event], work.context));
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

/**
 * Blue serves with the same image: that its next servers fail is the fault of their template version, or of something that an image
 * does not hold. In quarantine blue could grow no more, and other fleets that serve with it neither. That these servers failed
 * stands against the target all the same, until a person says retry (recordFailure).
 */
async function excuseServing(generation: number, work: Work<never>): Promise<void> {
  const { failure, imageTo } = work.run();
  if (failure === null) return;
  const reason = `${imageTo} is not blamed for ${failure.reason}: generation ${generation} serves with it`;
  await work.note("decision", reason, { action: "no-blame", subject: imageTo });
  await work.update({ failure: { ...failure, imageAtFault: false } });
}
