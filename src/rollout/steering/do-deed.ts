import { wantedTarget } from "../../domain/decide/due-targets.ts";
import { nothingUnsettled } from "../../domain/rollout-decisions/nothing-unsettled.ts";
import type { Ask } from "../../domain/run/start-input.ts";
import type { StepAnswer } from "../../domain/run/step-answer.ts";
import type { Deed, Doing } from "../../domain/steering/do-input.ts";
import { PAUSE_SECONDS } from "../../domain/steering/pause.ts";
import type { SteeringAct } from "../../domain/steering/steer.ts";
import { InvalidInput } from "../../errors/errors.ts";
import { appendDecision, type Entry, listEntries } from "../../ledger/entries.ts";
import type { DeclaredFleet } from "../../ledger/fleets.ts";
import { rollouts } from "../../ledger/runs/rollouts.ts";
import { readOutbox } from "../../ledger/outbox/outbox.ts";
import { done, nothingToDo } from "../../step/answers.ts";
import { claimPending, sendKept } from "../../step/outbox/publish.ts";
import type { AdmitInput, StepContext } from "../../step/step.ts";
import { answerApproval } from "../approval/answer-approval.ts";
import { readStateBeside } from "../convergence/read-state.ts";
import { freezeByInput, unfreezeByInput } from "./freeze-by-input.ts";
import { goBack } from "./go-back.ts";
import { steerRun } from "./steer-run.ts";
import type { SteeredRun } from "./steered-run.ts";
import { takeBackRefusal } from "./take-back-refusal.ts";

type Context = Pick<StepContext, "ledger" | "clock" | "publish">;

/** What is to be done, to which fleet, and by whom. */
interface Asked {
  readonly fleet: string;
  /** The execution that brings it. */
  readonly run: string;
  readonly by: string;
  readonly doing: Doing;
  readonly declared: DeclaredFleet;
}

/** What is left for the execution to do: nothing, with an answer, or to begin what a person asks for. */
type Outcome = StepAnswer | Pick<AdmitInput, "ask" | "settle">;

type DoDeed = (asked: Asked, context: Context) => Promise<Outcome>;

/**
 * Does what somebody typed into the console: at once, with the outcome in the execution's output; or goes on as the execution of what they
 * ask for. Tried again it finds its own work done, and says so.
 */
export async function doDeed(
  input: AdmitInput & { readonly doing: Doing },
  declared: DeclaredFleet,
  context: Context,
): Promise<StepAnswer | AdmitInput> {
  const { fleet, run, doing } = input;
  const by = doing.by ?? `execution ${run}`;
  const came = await DEEDS[doing.deed]({ fleet, run, by, doing, declared }, context);
  const { doing: _done, ...rest } = input;
  if (!("verdict" in came)) return { ...rest, ...came };
  if (came.verdict === "nothing-to-do") await recordNoop({ fleet, run, by, doing }, came.reason, context);
  return came;
}

/** What came to nothing is on record all the same: somebody wonders why. */
const recordNoop = (
  { fleet, run, by, doing }: { fleet: string; run: string; by: string; doing: Doing },
  reason: string,
  { ledger, clock }: Context,
): Promise<void> =>
  appendDecision(ledger, {
    at: clock.now(),
    fleet,
    rollout: run,
    phase: "Admit",
    action: "nothing-to-do",
    reason,
    actor: by,
    evidence: { doing },
  });

const steered =
  (act: Exclude<SteeringAct, "rollback">): DoDeed =>
  async ({ fleet, by, doing: { reason, seconds } }, context) =>
    said(
      await steerRun({ fleet, act, by, reason, seconds: seconds ?? PAUSE_SECONDS }, context),
      fleet,
      context,
    );

/** What is to be published of it is published here, where there is a way to the bus. */
async function said({ changed, reason }: SteeredRun, fleet: string, context: Context): Promise<StepAnswer> {
  if (!changed) return nothingToDo(reason);
  await sendKept([await claimPending(fleet, await readOutbox(context.ledger, fleet), context)], context);
  return done(reason);
}

const NOTHING_ASKED: Ask = { image: null, until: null, launchedBefore: null, by: null, reason: null };

/** What this execution has done: Admit is entered again after each wait, and its deed is done once. */
const entryOf = async (
  { fleet, run, action }: { readonly fleet: string; readonly run: string; readonly action: string },
  { ledger }: Context,
): Promise<Entry | undefined> =>
  (await listEntries(ledger, fleet, { rollout: run, limit: 10, newestFirst: true })).find(
    (each) => each.action === action,
  );

const rollback: DoDeed = async ({ fleet, run, by, doing }, context) => {
  const before = await entryOf({ fleet, run, action: "rollback" }, context);
  if (before?.subject !== undefined)
    return { ask: { ...NOTHING_ASKED, image: before.subject, by, reason: before.reason } };
  const gone = await goBack({ fleet, by, reason: doing.reason, execution: run }, context);
  if ("changed" in gone) return said(gone, fleet, context);
  return { ask: { ...NOTHING_ASKED, image: gone.image, by, reason: gone.reason } };
};

/** As `moult rollout retry`: what was refused is begun again, or a wait after a failure ends. */
const retry: DoDeed = async ({ fleet, run, by, doing: { image: named, reason }, declared }, context) => {
  const { ledger, clock } = context;
  const ask = { ...NOTHING_ASKED, image: named, by, reason };
  if ((await entryOf({ fleet, run, action: "retry" }, context)) !== undefined) return { ask };
  const state = await readStateBeside(declared.fleet, undefined, { ledger, clock });
  const image = named ?? wantedTarget(state, clock.now())?.image ?? null;
  if (image === null) return nothingToDo(`the declaration of ${fleet} names no image now: say which`);
  const nothing = await takeBackRefusal({ fleet, image, by, reason, rollout: run }, { ledger, clock });
  return nothing === null ? { ask } : nothingToDo(nothing);
};

const settle: DoDeed = async ({ fleet, by, doing: { keep, reason } }, { ledger }) => {
  const past = (await rollouts.list(ledger, fleet)).map(({ run }) => run);
  // One that is being settled may be settled by this execution, whose Admit is tried again.
  const isUnsettled = past.some(
    (run) => run.outcome === "needs-person" || (run.endedAt === null && run.settlement),
  );
  // The input's form has the side.
  if (keep === null || !isUnsettled) return nothingToDo(nothingUnsettled(fleet, past));
  return { settle: { keep, by, reason } };
};

/** Nobody proves who types into the console: what CloudTrail has of the execution's start tells. */
const answered =
  (verdict: "approved" | "rejected"): DoDeed =>
  async ({ fleet, by, doing: { reason, image, ask: id } }, context) => {
    try {
      const asked = { fleet, verdict, by, proof: "none" as const, reason, image, ask: id };
      const { ask, changed } = await answerApproval(asked, context);
      return changed ? done(`${ask.what} is ${verdict}`) : nothingToDo(`${ask.what} was ${verdict} already`);
    } catch (error) {
      if (error instanceof InvalidInput) return nothingToDo(error.message);
      throw error;
    }
  };

const DEEDS: Readonly<Record<Deed, DoDeed>> = {
  pause: steered("pause"),
  resume: steered("resume"),
  promote: steered("promote"),
  abort: steered("abort"),
  rollback,
  retry,
  settle,
  freeze: freezeByInput,
  unfreeze: unfreezeByInput,
  approve: answered("approved"),
  reject: answered("rejected"),
};
