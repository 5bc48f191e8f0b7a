import { createHash } from "node:crypto";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { freezeScopes } from "../../src/views/brakes/read-freezes.ts";
import { mustBeDeclared } from "../../src/views/fleets/declared-fleet.ts";
import { readFleetNames } from "../../src/views/fleets/read-fleet-names.ts";
import { quarantineOf } from "../../src/views/quarantine/read-quarantine.ts";
import type { Preview, Subject } from "../wire/acts.ts";
import { actTable } from "./act-table.ts";
import { blockedBy, doing, type Effects } from "./effects/effects.ts";
import { effectsOf } from "./effects/effects-of.ts";
import { freezeAllEffects, unfreezeAllEffects } from "./effects/freeze-effects.ts";
import { readFacts } from "./facts.ts";

/** What an act would do now, with the revision of all that it says. Throws InvalidInput for a fleet that is not declared. */
export async function readPreview(subject: Subject, { ledger, now }: Place): Promise<Preview> {
  const { act, fleet, image } = subject;
  const { label, command, typed, lasts } = actTable[act];
  const found = await effectsFor(subject, { ledger, now });
  const about = fleet ?? image ?? "every fleet";
  const shown = {
    ...subject,
    ...found,
    label,
    title: act === "freeze-all" || act === "unfreeze-all" ? label : `${label} ${about}`,
    typed: typed === null ? null : typed === "image" ? image : typed === "all" ? "all" : fleet,
    lasts,
    command: `moult ${command} ${commandWords(subject)} --reason …`,
  };
  return {
    ...shown,
    revision: createHash("sha256").update(JSON.stringify(shown)).digest("hex").slice(0, 32),
  };
}

interface Place {
  readonly ledger: Ledger;
  readonly now: number;
}

function commandWords({ act, fleet, image }: Subject): string {
  if (act === "freeze-all" || act === "unfreeze-all") return "--all";
  if (act === "lift-quarantine") return `${image}${fleet === null ? "" : ` --fleet ${fleet}`}`;
  if (act === "settle-blue" || act === "settle-green") return `${fleet} --keep ${act.slice(7)}`;
  return fleet ?? "";
}

async function effectsFor({ act, fleet, image }: Subject, { ledger, now }: Place): Promise<Effects> {
  if (act === "lift-quarantine") return liftEffects(image, fleet, ledger);
  if (act === "freeze-all" || act === "unfreeze-all") {
    const { all } = await freezeScopes(ledger, null, now);
    return act === "freeze-all"
      ? freezeAllEffects((await readFleetNames(ledger)).length, all)
      : unfreezeAllEffects(all);
  }
  if (fleet === null) return blockedBy("no fleet is named");
  await mustBeDeclared(ledger, fleet);
  return effectsOf[act](await readFacts(ledger, { fleet, now }));
}

async function liftEffects(image: string | null, fleet: string | null, ledger: Ledger): Promise<Effects> {
  if (image === null) return blockedBy("no image is named");
  const found = (await quarantineOf(ledger, image)).filter(({ reach }) => reach === fleet);
  const [verdict] = found;
  if (verdict === undefined) return blockedBy(`${image} is not in quarantine for ${fleet ?? "every fleet"}`);
  return doing(
    [
      `${fleet ?? "Every fleet"} may launch ${image} again. It was found bad: ${verdict.reason}.`,
      "A fleet that wants it begins its rollout at the next look, within its windows.",
    ],
    { not: ["A fleet that refused it by an abort still does: retry begins it there."] },
  );
}
