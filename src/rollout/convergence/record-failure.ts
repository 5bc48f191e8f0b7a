import { aftermathOf } from "../../domain/decide/aftermath.ts";
import { withAttempt } from "../../domain/decide/attempts.ts";
import { decide, type Start } from "../../domain/decide/decide.ts";
import type { Target } from "../../domain/run/excepted.ts";
import type { RolloutRecord } from "../../domain/run/rollout.ts";
import { changeAttempts } from "../../ledger/attempts.ts";
import { putExcept } from "../../ledger/except.ts";
import type { StepContext } from "../../step/step.ts";
import { isReleased } from "../is-released.ts";
import { readState } from "./read-state.ts";

type Context = Pick<StepContext, "ledger" | "clock">;

/**
 * Keeps what a rollout that was undone means for the next: that its target is refused until a person says otherwise, or
 * that it is tried again after a while. Written twice it counts once.
 */
export async function recordFailure(run: RolloutRecord, { ledger, clock }: Context): Promise<void> {
  const { fleet, id, imageTo, templateVersion, failure, abort, needsPerson } = run;
  if (failure === null || isReleased(run)) return;
  const reason = needsPerson?.reason ?? failure.reason;
  const template = run.declaration?.template;
  const target = { image: imageTo, templateVersion, ...(template !== undefined && { template }) };
  const undone = { fleet, run: `rollout ${id}`, id, target, reason, isAborted: abort !== null };
  await recordUndone({ ...undone, aftermath: aftermathOfRun(run) }, { ledger, clock });
}

/** A run of any kind that was undone. */
interface UndoneRun {
  readonly fleet: string;
  readonly id: string;
  /** What it is called where it says that it refused its target. */
  readonly run: string;
  readonly target: Target & { readonly template?: string };
  readonly reason: string;
  readonly aftermath: ReturnType<typeof aftermathOf>;
  readonly isAborted: boolean;
}

/** Keeps that the target of a run is refused, or waits a while. Written twice it counts once. */
export async function recordUndone(
  { fleet, id, run: by, target, reason, aftermath, isAborted }: UndoneRun,
  { ledger, clock }: Context,
): Promise<void> {
  const now = clock.now();
  // Who aborted it refused its target then: what is not refused any more, a person has taken back since.
  if (aftermath === "except" && !isAborted)
    await putExcept(ledger, fleet, { ...target, since: now, by, reason });
  // Its execution may have been counted before, by who took it for one that never began.
  const undone = `${id} undone`;
  const ended = { fleet, run: undone, image: target.image, reason, backsOff: aftermath === "back-off", now };
  await changeAttempts(ledger, fleet, (before) => withAttempt(before, ended));
}

/** What a person has to settle is not begun again by itself, whatever had failed. */
function aftermathOfRun({ failure, needsPerson, milestones }: RolloutRecord): ReturnType<typeof aftermathOf> {
  if (needsPerson !== null) return "except";
  const isQuarantined = milestones["quarantined"] !== undefined;
  return aftermathOf({ error: failure?.error ?? "Failed", isQuarantined });
}

/** An execution that ended before it was admitted. */
interface NeverBegan {
  readonly fleet: string;
  readonly run: string;
  /** What it was to go to; undefined: its input did not say. */
  readonly image: string | undefined;
  readonly reason: string;
}

/**
 * The same for an execution whose admission failed: nothing of it was begun, and its name is used up. Returns what was to be
 * begun; undefined: nothing is any more.
 */
export async function recordNeverBegan(
  { fleet, run, image, reason }: NeverBegan,
  { ledger, clock }: Context,
): Promise<Start | undefined> {
  const state = await readState(fleet, { ledger, clock });
  const decision = state && decide(state, clock.now());
  if (decision?.act !== "start") return undefined;
  const about = image ?? decision.target.image;
  const ended = { fleet, run, image: about, reason, backsOff: true, now: clock.now() };
  await changeAttempts(ledger, fleet, (before) => withAttempt(before, ended));
  return decision;
}
