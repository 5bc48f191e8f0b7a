import { autoScalingClient, describeGroups, type Group } from "../../aws/auto-scaling/auto-scaling.ts";
import { exitStandby } from "../../aws/auto-scaling/standby.ts";
import { elbv2Client } from "../../aws/elbv2/elbv2.ts";
import { undoSeconds } from "../../domain/rollout-decisions/undo-limit.ts";
import { NOTHING_HELD, type RecyclePhase } from "../../domain/run/recycle.ts";
import type { StepAnswer } from "../../domain/run/step-answer.ts";
import { Rejected } from "../../errors/errors.ts";
import { releaseLease } from "../../ledger/leases.ts";
import { recycles } from "../../ledger/runs/recycles.ts";
import { pass, wait } from "../../step/answers.ts";
import { heldFence, messageOf } from "../../step/held-fence.ts";
import { READ_LAG_MS } from "../../step/read-lag.ts";
import { defineState } from "../../step/state.ts";
import type { StepContext, StepInput } from "../../step/step.ts";
import { recycleEndingTask } from "../../step/task-input.ts";
import { seeGroup } from "../group-seen.ts";
import { closeFindings } from "../close-findings.ts";
import { leaveToPerson } from "../leave-to-person.ts";
import { letBesidesGoOn, releaseLaunches, releaseSize, resumeHeld } from "../holds.ts";
import { batchOf, type RecycleWork, recycleStep, writeBatch } from "../recycle-step.ts";
import { applySchedule } from "../schedule.ts";
import { endSurplusBlocker } from "../surplus.ts";

type Services = "autoScaling" | "elbv2";
type Work = RecycleWork<Services>;

const AGAIN_SECONDS = 5;

/**
 * Undoes the batch under way: servers in standby serve again, then their substitutes go, then what is held is given back. What earlier
 * batches have replaced stays replaced.
 */
export async function restoreServers(input: StepInput, context: StepContext<Services>): Promise<StepAnswer> {
  const { ledger } = context;
  const { fleet, run: id } = input;
  const fence = await heldFence(input, context);
  if (fence === undefined) return pass("nothing was admitted, so nothing is to be undone");
  const stored = await recycles.read(ledger, fleet, id);
  if (stored === undefined) {
    await releaseLease(ledger, { fleet, owner: id, fence });
    return pass("nothing was begun, so nothing is to be undone");
  }
  return recycleStep("RestoreServers", { ...input, fence }, context, async (work) => {
    await writeFailure(input, stored.run.phase, work);
    const { group: name } = work.run();
    const group = (await describeGroups(context.aws.autoScaling, [name])).get(name);
    if (group === undefined) {
      await work.update({ batch: null, holds: NOTHING_HELD });
      return pass(`group ${name} does not exist any more: nothing is left to put back`);
    }
    return (await undoBatch(group, work)) ?? giveBack(group, work);
  });
}

/** An error of an earlier state is why; what is written already was before it. From here on time counts for undoing. */
async function writeFailure(input: StepInput, phase: RecyclePhase, work: Work): Promise<void> {
  const { failure, milestones } = work.run();
  if (milestones.undoing !== undefined && failure !== null) return;
  const { error } = input;
  const said = { phase, error: error?.Error ?? "Failed", reason: messageOf(error), imageAtFault: false };
  // A state that answered has written its own reason; a process that died has not.
  if (failure === null) await work.note("decision", said.reason, { action: "roll-back" });
  const now = work.now();
  await work.update({
    failure: failure ?? said,
    milestones: { ...milestones, undoing: milestones.undoing ?? now },
    deadlineAt: now + undoSeconds(work.fleet) * 1000,
  });
}

/** What is still to be waited for until the batch's servers serve as before; null: they do, or have been replaced. */
async function undoBatch(group: Group, work: Work): Promise<StepAnswer | null> {
  if (work.run().batch === null) return null;
  const isUnseen = batchOf(work).servers.some(({ state }) => state === "leaving");
  if (isUnseen && work.inPhase() * 1000 <= READ_LAG_MS)
    return wait(AGAIN_SECONDS, "whether servers were put into standby is not read yet");
  await seeGroup(group, work);
  if (work.run().holds.hook) await letBesidesGoOn(group, work);
  const blocker = (await putBack(group, work)) ?? (await endSurplusBlocker(group, work));
  if (blocker === null) return null;
  if (work.now() <= work.run().deadlineAt) return blocker;
  await leaveToPerson(blocker.reason, group, work);
  return null;
}

/** Null: none of the batch is in standby any more. */
async function putBack(group: Group, work: Work): Promise<StepAnswer | null> {
  const states = new Map(group.instances.map(({ id, lifecycleState }) => [id, lifecycleState]));
  const isolated = batchOf(work)
    .servers.filter(({ state }) => state === "isolated")
    .map(({ id }) => id);
  if (isolated.length === 0) return null;
  const ready = isolated.filter((id) => states.get(id) === "Standby");
  if (ready.length > 0) {
    const reason = `${ready.join(", ")} serve again`;
    try {
      await work.context.withReason(reason, null, () =>
        exitStandby(work.context.aws.autoScaling, group.name, ready),
      );
    } catch (error) {
      // A read was behind, or there is no room: what it is stands in the record until it is over.
      if (!(error instanceof Rejected) || work.now() > work.run().deadlineAt) throw error;
      return wait(AGAIN_SECONDS, error.message);
    }
  }
  const entering = isolated.filter((id) => states.get(id) === "EnteringStandby");
  const back = isolated.filter(
    (id) => !entering.includes(id) && (ready.includes(id) || isBack(id, states, work)),
  );
  const servers = batchOf(work).servers.map((each) =>
    back.includes(each.id) ? { ...each, state: "serving" as const } : each,
  );
  await writeBatch({ ...batchOf(work), servers }, work);
  return wait(AGAIN_SECONDS, `${isolated.length} servers come back into service`);
}

/** Read in service again after the time in which a read may still be from before it left. */
const isBack = (id: string, states: ReadonlyMap<string, string>, work: Work): boolean =>
  states.get(id) !== "Standby" && work.inPhase() * 1000 > READ_LAG_MS;

async function giveBack(group: Group, work: Work): Promise<StepAnswer> {
  const left = READ_LAG_MS / 1000 - work.inPhase();
  if (left > 0 && work.run().holds.size !== null) return wait(left, "what is held is given back");
  await releaseLaunches(work);
  if (work.run().batch !== null) await applySchedule(group, work);
  await releaseSize(group, work);
  await resumeHeld(work.run().holds.processes, group, work);
  const ended = (work.run().batch?.servers ?? []).flatMap(({ id, state }) =>
    state === "ending" ? [id] : [],
  );
  await closeFindings(ended, work);
  await work.update({ batch: null, queue: [], replaced: [...work.run().replaced, ...ended] });
  return pass(`what was begun is undone: ${work.run().failure?.reason ?? ""}`);
}

export const restoreServersState = defineState({
  phase: "RestoreServers",
  input: recycleEndingTask,
  services: { autoScaling: autoScalingClient, elbv2: elbv2Client },
  step: restoreServers,
});
