import { autoScalingClient, type Group } from "../../aws/auto-scaling/auto-scaling.ts";
import { endServers as endInGroup } from "../../aws/auto-scaling/end-servers.ts";
import { cloudWatchClient } from "../../aws/cloudwatch.ts";
import { elbv2Client } from "../../aws/elbv2/elbv2.ts";
import type { StepAnswer } from "../../domain/run/step-answer.ts";
import { NotFound, Rejected } from "../../errors/errors.ts";
import { pass, wait } from "../../step/answers.ts";
import { READ_LAG_MS } from "../../step/read-lag.ts";
import { defineState } from "../../step/state.ts";
import type { StepContext, StepInput } from "../../step/step.ts";
import { recycleStepTask } from "../../step/task-input.ts";
import { alarmBlocker } from "../gates/alarm-blocker.ts";
import { seeGroup } from "../group-seen.ts";
import { closeFindings } from "../close-findings.ts";
import { releaseSize, resumeHeld } from "../holds.ts";
import { nextBatchStop } from "../recycle-kind.ts";
import { batchOf, become, groupOf, pauseBlocker, type RecycleWork, recycleStep } from "../recycle-step.ts";
import { applySchedule } from "../schedule.ts";
import { illSubstitutesBlocker } from "../substitutes-serve.ts";
import { endSurplusBlocker } from "../surplus.ts";

type Services = "autoScaling" | "elbv2" | "cloudWatch";
type Work = RecycleWork<Services>;

const AGAIN_SECONDS = 5;

/**
 * Ends the servers that are out of traffic and have handed off, unless an alarm has begun to ring since their substitutes serve, and without
 * making the group smaller. Then comes the next batch, unless something else is to begin.
 */
export const endServers = (input: StepInput, context: StepContext<Services>): Promise<StepAnswer> =>
  recycleStep("EndServers", input, context, async (work) => {
    const group = await groupOf(work);
    if (work.run().batch === null) return finish(group, work);
    await seeGroup(group, work);
    const held = (await illSubstitutesBlocker(group, work)) ?? pauseBlocker(work);
    if (held !== null) return held;
    const blocker = (await endIsolated(group, work)) ?? (await endSurplusBlocker(group, work));
    if (blocker !== null) return blocker;
    // What the next batch reads of the group's sizes has to be as they are now, where substitutes have gone.
    const { substitutes } = batchOf(work);
    const left = READ_LAG_MS / 1000 - work.inPhase();
    if (left > 0 && substitutes.some(({ isEnding }) => isEnding)) return wait(left, "substitutes go");
    await applySchedule(group, work);
    return (await closeBatch(work)) ?? finish(group, work);
  });

/** Null: every server of the batch that was out of traffic is told to end, and is seen to. */
async function endIsolated(group: Group, work: Work): Promise<StepAnswer | null> {
  const { servers } = batchOf(work);
  const states = new Map(group.instances.map(({ id, lifecycleState }) => [id, lifecycleState]));
  const isolated = servers.filter(({ state }) => state === "isolated").map(({ id }) => id);
  const ready = isolated.filter((id) => states.get(id) === "Standby");
  if (ready.length > 0) {
    const alarmed = await alarmBlocker(work);
    if (alarmed !== null) return alarmed;
    const reason = `${ready.join(", ")} are replaced`;
    try {
      await work.context.withReason(reason, null, () =>
        endInGroup(work.context.aws.autoScaling, group.name, ready),
      );
    } catch (error) {
      if (!(error instanceof Rejected || error instanceof NotFound)) throw error;
      return wait(AGAIN_SECONDS, error.message);
    }
    await become(ready, "ending", work);
  }
  const others = isolated.filter((id) => !ready.includes(id));
  if (others.length > 0) {
    const isDraining = others.some((id) => states.get(id) === "EnteringStandby");
    if (isDraining || work.inPhase() * 1000 <= READ_LAG_MS)
      return wait(AGAIN_SECONDS, "servers are not read in standby yet");
    // They serve again: a person has put them back.
    await work.note("decision", `${others.join(", ")} were put back into service, and stay`, {
      action: "leave-out",
    });
    await become(others, "left", work);
  }
  const lagging = servers.some(({ id, state }) => state === "ending" && states.get(id) === "Standby");
  return lagging ? wait(AGAIN_SECONDS, "the servers go") : null;
}

/** Writes down what the batch came to; an answer where the next one is to begin. */
async function closeBatch(work: Work): Promise<StepAnswer | null> {
  const { batch, queue, replaced, fleet } = work.run();
  const servers = batch?.servers ?? [];
  const ended = servers.filter(({ state }) => state === "ending").map(({ id }) => id);
  const gone = servers.filter(({ state }) => state === "gone").map(({ id }) => id);
  if (gone.length > 0)
    await work.note("decision", `${gone.join(", ")} went in another way: nothing is to be done`, {
      action: "leave-out",
    });
  await closeFindings([...ended, ...gone], work);
  const rest = queue.filter(({ id }) => servers.every((each) => each.id !== id));
  const due = rest.length === 0 ? null : await nextBatchStop(work.run(), work.context);
  const stops = due === null ? [] : rest;
  if (stops.length > 0)
    await work.note("decision", `${stops.length} servers are not replaced: ${due?.reason}`, {
      action: "stop-batches",
    });
  const next = due === null ? rest : [];
  const deadlineAt = work.now() + work.fleet.deadlines.rollout * 1000;
  await work.update({ batch: null, queue: next, replaced: [...replaced, ...ended], deadlineAt });
  if (next.length === 0) return null;
  return {
    verdict: "more",
    waitSeconds: 0,
    reason: `${ended.length} servers of ${fleet} were replaced, ${next.length} are next`,
  };
}

/** Gives back what is held, and ends the recycle. */
async function finish(group: Group, work: Work): Promise<StepAnswer> {
  await releaseSize(group, work);
  await resumeHeld(work.run().holds.processes, group, work);
  return pass(`replaced in place: ${work.run().replaced.join(", ")}`);
}

export const endServersState = defineState({
  phase: "EndServers",
  input: recycleStepTask,
  services: { autoScaling: autoScalingClient, elbv2: elbv2Client, cloudWatch: cloudWatchClient },
  step: endServers,
});
