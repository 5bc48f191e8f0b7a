import { formatInstant } from "../../../src/domain/format-instant.ts";
import type { Facts } from "../facts.ts";
import { blockedBy, doing, type Effects } from "./effects.ts";

export function answerEffects(
  verdict: "approve" | "reject",
  { fleet, approval, otherApproval }: Facts,
): Effects {
  if (otherApproval !== undefined)
    return blockedBy(`what waits on ${fleet} is ${otherApproval.what} by now, read it again`);
  if (approval === undefined) return blockedBy(`nothing of ${fleet} waits for an approval`);
  const { what, kind, until, image } = approval;
  const asked = `Asked: ${what} (until ${formatInstant(until)}).`;
  if (verdict === "reject")
    return doing([asked, `${image} is refused for ${fleet}: only a person begins it again.`], {
      not: ["Nothing is put into quarantine: other fleets may launch the image."],
    });
  const next =
    kind === "shift"
      ? "The new servers get their first traffic at the next look."
      : "It begins at the next look, within its windows.";
  return doing([asked, next], { not: ["The gates that come after are not skipped."] });
}

export function retryEffects({ fleet, view, now }: Facts): Effects {
  const wanted = view.standing?.wanted?.image;
  if (wanted === undefined) return blockedBy(`no image is wanted for ${fleet}`);
  const waits = view.standing?.decision.because === "back-off";
  const refused = view.except.filter(({ image }) => image === wanted);
  if (refused.length === 0 && !waits)
    return blockedBy(`nobody refused ${wanted} for ${fleet}, and no failure of it is waited after`);
  if (view.frozen !== undefined && now < (view.frozen.until ?? Infinity))
    return blockedBy(`${fleet} is frozen: ${view.frozen.reason}`);
  return doing(
    [
      ...refused.map(({ by, reason }) => `Taken back: refused by ${by}: ${reason}.`),
      `A rollout to ${wanted} begins.`,
    ],
    { not: ["No gate is skipped, and a quarantine is not lifted by it."] },
  );
}

export function settleEffects(keep: "blue" | "green", { fleet, unsettled, view }: Facts): Effects {
  if (unsettled === undefined) return blockedBy(`nothing of ${fleet} needs to be settled`);
  const [kept, other] =
    keep === "blue" ? [unsettled.blue, unsettled.green] : [unsettled.green, unsettled.blue];
  if (!view.generations.some(({ number }) => number === kept))
    return blockedBy(`generation ${kept} is gone: keep the other one`);
  return doing([`All traffic of ${fleet} goes to generation ${kept}, and stays there.`], {
    irreversible: [`Generation ${other} is taken down, with its servers.`],
  });
}
