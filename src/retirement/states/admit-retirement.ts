import { legTakenOver } from "../../domain/run/leg.ts";
import type { RetirementRecord } from "../../domain/run/retirement.ts";
import type { StepAnswer } from "../../domain/run/step-answer.ts";
import { appendEntry } from "../../ledger/entries.ts";
import { readLease } from "../../ledger/leases.ts";
import { retirements } from "../../ledger/runs/retirements.ts";
import { nothingToDo, pass, refused } from "../../step/answers.ts";
import { mayStillRun } from "../../step/recovery/may-still-run.ts";
import { takeOver } from "../../step/recovery/recover.ts";
import { defineState } from "../../step/state.ts";
import type { StepContext, TakeUpInput } from "../../step/step.ts";
import { retirementTask } from "../../step/task-input.ts";
import { retirementKind } from "../retirement-kind.ts";

/** What the machine hands to the states after this one. */
interface AdmitRetirementAnswer extends StepAnswer {
  readonly retirement: string;
  readonly generation: number;
  readonly fence: number;
}

/**
 * Takes up a retirement that is written down, under a new fence of its generation's lease: the one that a rollout has begun,
 * and one whose execution ended before it did. While another execution may still carry it, it is refused.
 */
export async function admitRetirement(
  { fleet, run: id, execution }: TakeUpInput,
  context: StepContext<never>,
): Promise<AdmitRetirementAnswer> {
  const { ledger } = context;
  const none = (answer: StepAnswer) => ({ ...answer, retirement: id, generation: 0, fence: 0 });
  const stored = await retirements.read(ledger, fleet, id);
  if (stored === undefined) return none(refused(`the ledger has no retirement ${id} of fleet ${fleet}`));
  const { run, revision } = stored;
  if (run.endedAt !== null) return none(nothingToDo(`retirement ${id} has ended already (${run.outcome})`));
  if (await isCarried(run, execution, context))
    return none(refused(`execution ${run.execution} may still carry retirement ${id}: wait for its end`));
  const lease = await takeOver(retirementKind, run, context);
  if (!lease.taken)
    return none(refused(`${lease.holder.owner ?? "nobody"} holds ${fleet}/${run.generation}`));
  const reason =
    run.execution === execution
      ? `what is left of generation ${run.generation} is taken down`
      : `its execution ${run.execution} ended in ${run.phase}, before the retirement did`;
  const about = { at: context.clock.now(), fleet, rollout: id, phase: "AdmitRetirement", actor: execution };
  await appendEntry(ledger, { ...about, kind: "decision", action: "take-up", reason });
  await retirements.write(ledger, { ...run, execution, leg: legTakenOver(run) }, revision);
  const { generation } = run;
  return { ...pass(reason), retirement: id, generation, fence: lease.lease.fence };
}

/** Whether another execution may be at work on it. */
async function isCarried(
  run: RetirementRecord,
  execution: string,
  context: StepContext<never>,
): Promise<boolean> {
  if (run.execution === execution) return false;
  const lease = await readLease(context.ledger, run.fleet, run.generation);
  return mayStillRun(retirementKind.machine, run, { lease, ...context });
}

export const admitRetirementState = defineState({
  phase: "AdmitRetirement",
  input: retirementTask,
  services: {},
  ports: ["executions"],
  step: admitRetirement,
});
