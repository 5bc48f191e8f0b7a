import { describeGroups, type Group } from "../aws/auto-scaling/auto-scaling.ts";
import type { ServiceName } from "../aws/clients.ts";
import type { Generation } from "../domain/generation.ts";
import { pausePollSeconds } from "../domain/poll-interval.ts";
import { type Batch, type RecyclePhase, type RecycleRecord } from "../domain/run/recycle.ts";
import type { StepAnswer } from "../domain/run/step-answer.ts";
import { pauseNow } from "../domain/steering/pause.ts";
import { pausedWords } from "../domain/steering/steer.ts";
import { InvalidInput, NotFound } from "../errors/errors.ts";
import { readGeneration } from "../ledger/generations.ts";
import { pause, wasHeldUp, wasUnwatched } from "../step/answers.ts";
import { runStep } from "../step/run-step.ts";
import type { StepContext, StepInput } from "../step/step.ts";
import type { RunWork } from "../step/work.ts";
import { endPause } from "./end-pause.ts";
import { recycleKind } from "./recycle-kind.ts";

/** One step's view of its recycle. */
export interface RecycleWork<S extends ServiceName> extends RunWork<RecycleRecord, S> {
  /** The live generation, whose servers are replaced. */
  readonly generation: Generation;
}

/** Substitutes come and get good in a time of their own: it begins anew when nobody has looked meanwhile. */
const TIMED: readonly RecyclePhase[] = ["LaunchSubstitutes", "ValidateSubstitutes"];

/** One step of a recycle in the common frame (src/step/run-step.ts). */
export const recycleStep = <S extends ServiceName>(
  phase: RecyclePhase,
  input: StepInput,
  context: StepContext<S>,
  body: (work: RecycleWork<S>) => Promise<StepAnswer>,
): Promise<StepAnswer> =>
  runStep({ kind: recycleKind, phase, open: openWork<S> }, input, context, async (work) => {
    await endPause(work);
    if (TIMED.includes(phase) && wasUnwatched(work.run().waiting, work.now()))
      await work.update({ phaseStartedAt: work.now() });
    const answer = await body(work);
    if (answer.verdict === "wait" && TIMED.includes(phase) && wasHeldUp(work.openedAt, work.now()))
      await work.update({ phaseStartedAt: work.now() });
    return answer;
  });

async function openWork<S extends ServiceName>(run: RunWork<RecycleRecord, S>): Promise<RecycleWork<S>> {
  const { fleet, generation: number } = run.run();
  const stored = await readGeneration(run.context.ledger, fleet, number);
  if (stored === undefined)
    throw new InvalidInput(`the ledger has no generation ${number} of fleet ${fleet}`);
  return { ...run, generation: stored.generation };
}

/** The wait of a recycle that a person has paused, for what begins or ends something; null: nobody has. */
export function pauseBlocker(work: RecycleWork<never>): StepAnswer | null {
  const held = pauseNow(work.run(), work.now());
  if (held === null) return null;
  const seconds = pausePollSeconds((held.until - work.now()) / 1000);
  return pause(seconds, `paused ${pausedWords(held)}; it goes on then`);
}

/** The group as it is now. Throws NotFound when somebody has deleted it. */
export async function groupOf({ run, context }: RecycleWork<"autoScaling">): Promise<Group> {
  const { group: name, generation } = run();
  const group = (await describeGroups(context.aws.autoScaling, [name])).get(name);
  if (group !== undefined) return group;
  throw new NotFound(
    `group ${name} of generation ${generation} does not exist (any more): its servers are nobody's to replace`,
  );
}

/** The batch under way. Throws when none is: its state came before one that begins it. */
export function batchOf(work: Pick<RecycleWork<never>, "run">): Batch {
  const { batch, id } = work.run();
  if (batch !== null) return batch;
  throw new InvalidInput(`recycle ${id} has no batch under way: it has ended, or none was begun`);
}

/** Writes the batch on, where that says something new. */
export async function writeBatch(batch: Batch, work: RecycleWork<never>): Promise<void> {
  if (JSON.stringify(batch) !== JSON.stringify(work.run().batch)) await work.update({ batch });
}

/** Writes down what has become of old servers of the batch, or is about to. */
export async function become(
  ids: readonly string[],
  state: Batch["servers"][number]["state"],
  work: RecycleWork<never>,
): Promise<void> {
  const now = { state, ...(state === "leaving" && { leaveAskedAt: work.now() }) };
  const servers = batchOf(work).servers.map((each) => (ids.includes(each.id) ? { ...each, ...now } : each));
  await writeBatch({ ...batchOf(work), servers }, work);
}
