import { createHash } from "node:crypto";
import { askId } from "../../src/domain/approval/ask-id.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { listStorms } from "../../src/ledger/found/storms.ts";
import { approvalsWaiting } from "../../src/views/brakes/read-approvals.ts";
import { freezeScopes } from "../../src/views/brakes/read-freezes.ts";
import { stormRows, type StormRow } from "../../src/views/findings/findings-view.ts";
import { mustBeDeclared } from "../../src/views/fleets/declared-fleet.ts";
import { readFleetNames } from "../../src/views/fleets/read-fleet-names.ts";
import { quarantineOf } from "../../src/views/quarantine/read-quarantine.ts";
import type { Preview, Subject } from "../wire/acts.ts";
import { actTable } from "./act-table.ts";
import { accessEffects } from "./effects/access-effects.ts";
import { blockedBy, doing, type Effects } from "./effects/effects.ts";
import { effectsOf } from "./effects/effects-of.ts";
import { freezeAllEffects, unfreezeAllEffects } from "./effects/freeze-effects.ts";
import { startEffects } from "./effects/start-effects.ts";
import { stormEffects } from "./effects/storm-effects.ts";
import { readFacts } from "./facts.ts";
import { isAnswer, offer } from "./offers.ts";

/** What an act would do now, with the revision of all that it says. Throws InvalidInput for a fleet that is not declared. */
export async function readPreview(given: Subject, { ledger, now }: Place): Promise<Preview> {
  const subject = isAnswer(given.act) ? await namingAsk(given, { ledger, now }) : given;
  const { act, fleet, item, option } = subject;
  const { command, lasts, choices } = actTable[act];
  const storm = act === "acknowledge-storm" ? await stormOf(item, ledger) : undefined;
  const number = storm === undefined ? null : String(storm.number);
  const { lasts: own, ...found } = await effectsFor(subject, { ledger, now, storm });
  const shown = {
    ...offer(act, { fleet, item, ...(number !== null && { about: number }) }),
    ...found,
    option,
    typed: typedFor(subject, number),
    lasts: own ?? lasts,
    choices,
    command: `moult ${command} ${commandWords(subject, number)} --reason …`,
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

/** Agreed to is what is shown: where no ask is named, the one that waits is from here on. */
async function namingAsk(subject: Subject, { ledger, now }: Place): Promise<Subject> {
  const { fleet, item } = subject;
  const [waiting] = fleet === null || item !== null ? [] : await approvalsWaiting(ledger, fleet, now);
  return waiting === undefined ? subject : { ...subject, item: askId(waiting) };
}

/** What is typed to agree; null: nothing. */
function typedFor({ act, fleet, item }: Subject, storm: string | null): string | null {
  const { typed } = actTable[act];
  if (typed === null || typed === "all") return typed;
  return { fleet, image: item, storm }[typed];
}

const OPTIONS: Readonly<Partial<Record<Subject["act"], readonly [item: string, option: string]>>> = {
  start: ["--image", "--force"],
  "allow-access": ["--server", "--isolate"],
  approve: ["--ask", ""],
  reject: ["--ask", ""],
};

function commandWords({ act, fleet, item, option }: Subject, storm: string | null): string {
  if (act === "freeze-all" || act === "unfreeze-all") return "--all";
  if (act === "lift-quarantine") return `${item}${fleet === null ? "" : ` --fleet ${fleet}`}`;
  if (act === "acknowledge-storm") return storm ?? "<storm>";
  if (act === "settle-blue" || act === "settle-green") return `${fleet} --keep ${act.slice(7)}`;
  const [named, chosen] = OPTIONS[act] ?? [];
  const words = [fleet, ...(item === null ? [] : [named, item]), ...(option ? [chosen] : [])];
  return [...words, ...(act === "allow-access" ? ["--for 2h"] : [])].join(" ");
}

/** The storm of that key; undefined: it is over. */
const stormOf = async (key: string | null, ledger: Ledger): Promise<StormRow | undefined> =>
  stormRows(await listStorms(ledger)).find((storm) => storm.key === key);

async function effectsFor(
  subject: Subject,
  { ledger, now, storm }: Place & { readonly storm: StormRow | undefined },
): Promise<Effects> {
  const { act, fleet, item } = subject;
  if (act === "acknowledge-storm")
    return storm === undefined ? blockedBy("there is no such storm, or it is over") : stormEffects(storm);
  if (act === "lift-quarantine") return liftEffects(item, fleet, ledger);
  if (act === "freeze-all" || act === "unfreeze-all") {
    const { all } = await freezeScopes(ledger, null, now);
    return act === "freeze-all"
      ? freezeAllEffects((await readFleetNames(ledger)).length, all)
      : unfreezeAllEffects(all);
  }
  if (fleet === null) return blockedBy("no fleet is named");
  await mustBeDeclared(ledger, fleet);
  if (act === "start") return startEffects({ ...subject, fleet }, { ledger, now });
  if (act === "allow-access") return accessEffects({ ...subject, fleet }, { ledger, now });
  return effectsOf[act](await readFacts(ledger, { fleet, now, ask: isAnswer(act) ? item : null }));
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
