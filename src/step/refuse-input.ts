import { appendDecision } from "../ledger/entries.ts";
import { refused } from "./answers.ts";
import type { Runtime } from "./open-context.ts";
import type { AdmitAnswer, RefusedInput } from "./step.ts";

/** As much of an input is kept as shows what it was. */
const KEPT = 500;

/**
 * Answers an execution whose input cannot be read: refused, with all that is wrong with it. No fleet is touched, since
 * none is known; the account's history has what was given.
 */
export async function refuseInput(
  { run, faults, given, example = '{"fleet":"web"}' }: RefusedInput,
  phase: string,
  { ledger, clock }: Pick<Runtime, "ledger" | "clock">,
): Promise<AdmitAnswer> {
  const reason = `the input is wrong: ${faults.join("; ")}. Start again with one such as ${example}`;
  await recordRefusal({ run, phase, reason, given }, { ledger, clock });
  return { ...refused(reason), rollout: run, fence: 0 };
}

interface Refusal {
  readonly run: string;
  readonly phase: string;
  readonly reason: string;
  readonly given: unknown;
}

/** Writes into the account's history what was refused before any fleet was known. */
export async function recordRefusal(
  { run, phase, reason, given }: Refusal,
  { ledger, clock }: Pick<Runtime, "ledger" | "clock">,
): Promise<void> {
  const about = { at: clock.now(), fleet: null, rollout: run, phase, actor: run };
  const evidence = { given: (JSON.stringify(given) ?? String(given)).slice(0, KEPT) };
  await appendDecision(ledger, { ...about, action: "refused", reason, evidence });
}
