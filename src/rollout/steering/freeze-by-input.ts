import { formatInstant } from "../../domain/format-instant.ts";
import type { StepAnswer } from "../../domain/run/step-answer.ts";
import type { Doing } from "../../domain/steering/do-input.ts";
import { appendDecision } from "../../ledger/entries.ts";
import { endFreeze, freeze, freezeOf } from "../../ledger/freezes.ts";
import { done, nothingToDo } from "../../step/answers.ts";
import type { StepContext } from "../../step/step.ts";

type Context = Pick<StepContext, "ledger" | "clock">;

interface FreezeDeed {
  readonly fleet: string;
  readonly by: string;
  readonly doing: Doing;
}

/** Freezes the fleet, unless it is frozen for as long already. */
export async function freezeByInput(
  { fleet, by, doing: { reason, seconds } }: FreezeDeed,
  { ledger, clock }: Context,
): Promise<StepAnswer> {
  const since = clock.now();
  const until = seconds === null ? null : since + seconds * 1000;
  const decision = { at: since, fleet, action: "freeze", reason, actor: by };
  const before = await freezeOf(ledger, fleet, since);
  if (before !== undefined && (before.until ?? Infinity) >= (until ?? Infinity))
    return nothingToDo(
      `${fleet} is frozen already, ${endOf(before.until)}, by ${before.by}: ${before.reason}`,
    );
  await appendDecision(ledger, { ...decision, evidence: { until } });
  await freeze(ledger, { fleet, reason, by, since, until });
  return done(`${fleet} is frozen ${endOf(until)}`);
}

const endOf = (until: number | null): string =>
  until === null ? "until it is lifted" : `until ${formatInstant(until)}`;

/** Ends the fleet's own freeze. */
export async function unfreezeByInput(
  { fleet, by, doing: { reason } }: FreezeDeed,
  { ledger, clock }: Context,
): Promise<StepAnswer> {
  const now = clock.now();
  const found = await freezeOf(ledger, fleet, now);
  if (found === undefined) {
    const ofAll = await freezeOf(ledger, null, now);
    const all = ofAll
      ? `; every fleet is frozen, and moult unfreeze --all --confirm all ends that: ${ofAll.reason}`
      : "";
    return nothingToDo(`${fleet} is not frozen by itself${all}`);
  }
  await appendDecision(ledger, { at: now, fleet, action: "unfreeze", reason, actor: by });
  // No function deletes anything: it ends now.
  await endFreeze(ledger, { fleet, since: found.since, now });
  return done(`the freeze of ${fleet} is over: ${found.reason} (${found.by})`);
}
