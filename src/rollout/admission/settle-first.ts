import { withAttempt } from "../../domain/decide/attempts.ts";
import type { Fleet } from "../../domain/declaration/fleet.ts";
import type { Settle } from "../../domain/run/start-input.ts";
import { changeAttempts, readAttempts } from "../../ledger/attempts.ts";
import { rollouts } from "../../ledger/runs/rollouts.ts";
import type { StepContext } from "../../step/step.ts";
import { isSettledBy, type Settled, settle } from "../ending/settle.ts";
import { type Begun, notBegun } from "./begin.ts";
import { decideAgain } from "./decide-again.ts";
import type { PlanServices } from "./plan-rollout.ts";
import { unlessThrottled } from "./unless-throttled.ts";

type Context = StepContext<PlanServices>;

/** Settles the fleet as a person says. */
export async function settleAsked(
  asked: { readonly fleet: string; readonly execution: string; readonly settle: Settle },
  context: Context,
): Promise<Begun> {
  const { fleet, execution, settle: said } = asked;
  const by = said.by ?? `execution ${execution}`;
  const settling = { fleet, execution, keep: said.keep, by, reason: said.reason ?? `asked for by ${by}` };
  return begun(await unlessThrottled(() => settle(settling, context)));
}

interface Beginning {
  readonly fleet: Fleet;
  readonly execution: string;
  /** A person asks: what the declaration names is read again. */
  readonly isAsked: boolean;
}

/**
 * Where the last rollout needs a person: another target settles the fleet first, on the side with the traffic, and is begun when
 * that has ended. Null: nothing has to be settled.
 */
export async function settleFirst(beginning: Beginning, context: Context): Promise<Begun | null> {
  const { fleet, execution } = beginning;
  const { ledger } = context;
  const past = await rollouts.list(ledger, fleet.fleet);
  const isSettling = past.some(({ run }) => isSettledBy(execution, run));
  if (!isSettling && past.every(({ run }) => run.outcome !== "needs-person")) return null;
  const reason = isSettling ? "" : await targetReason(beginning, context);
  if (typeof reason !== "string") return reason;
  const settling = { fleet: fleet.fleet, execution, keep: "as-served" as const, by: execution, reason };
  return begun(await unlessThrottled(() => settle(settling, context)));
}

/** For what the fleet is settled, in words, with its next try counted: it waits longer each time that settling fails. */
async function targetReason(
  { fleet, execution, isAsked }: Beginning,
  context: Context,
): Promise<string | Begun> {
  const { ledger, clock } = context;
  const counted = (await readAttempts(ledger, fleet.fleet)).last.find(({ run }) => run === execution);
  // This execution has waited since: what it counted itself does not hold it.
  if (counted !== undefined) return counted.reason;
  const again = await unlessThrottled(() => decideAgain(fleet, isAsked, context));
  if ("verdict" in again) return { answer: again, fence: 0 };
  if ("refused" in again)
    return { answer: { verdict: "refused", waitSeconds: 0, reason: again.refused }, fence: 0 };
  const { decision } = again;
  if (decision.act === "leave") return { answer: notBegun(decision), fence: 0 };
  const { image } = decision.target;
  const reason = `the fleet is settled before ${image} is begun`;
  const ended = { fleet: fleet.fleet, run: execution, image, reason, backsOff: true, now: clock.now() };
  await changeAttempts(ledger, fleet.fleet, (before) => withAttempt(before, ended));
  return reason;
}

function begun(settled: Settled | Begun["answer"]): Begun {
  if ("verdict" in settled) return { answer: settled, fence: 0 };
  const { answer, fence, run } = settled;
  return { answer, fence, ...(run !== null && { settles: run }) };
}
