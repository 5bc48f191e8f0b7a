import { autoScalingClient, type Group } from "../../aws/auto-scaling/auto-scaling.ts";
import { enterStandby } from "../../aws/auto-scaling/standby.ts";
import { ec2Client } from "../../aws/ec2/ec2.ts";
import { elbv2Client } from "../../aws/elbv2/elbv2.ts";
import { nextPollSeconds } from "../../domain/poll-interval.ts";
import type { LeftOut } from "../../domain/recycle/left-out.ts";
import { mayLeave, SPOT_INSTEAD } from "../../domain/recycle/on-demand.ts";
import type { StepAnswer } from "../../domain/run/step-answer.ts";
import { NotFound, Rejected } from "../../errors/errors.ts";
import { pass, wait } from "../../step/answers.ts";
import { defineState } from "../../step/state.ts";
import type { StepContext, StepInput } from "../../step/step.ts";
import { recycleStepTask } from "../../step/task-input.ts";
import { boughtBy } from "../admission/on-demand.ts";
import { leftServers } from "../admission/left-servers.ts";
import { resizedFailure, seeGroup } from "../group-seen.ts";
import { holdProcesses, holdSize, resumeHeld } from "../holds.ts";
import { leaveAlone } from "../leave-alone.ts";
import { batchOf, become, groupOf, pauseBlocker, type RecycleWork, recycleStep } from "../recycle-step.ts";
import { floorOf, healthyIn } from "../serving.ts";

type Services = "autoScaling" | "ec2" | "elbv2";
type Work = RecycleWork<Services>;

const AGAIN_SECONDS = 5;
const MOMENT_SECONDS = 1;
const FLOOR_POLL_SECONDS = 15;
/** What a person has to change is looked at again after so long. */
const AGAIN_MS = 3_600_000;

/**
 * Takes the batch's servers out of traffic into standby, where they drain and run on: what goes wrong from here on puts them back.
 * They leave only where the floor holds without them.
 */
export const isolate = (input: StepInput, context: StepContext<Services>): Promise<StepAnswer> =>
  recycleStep("Isolate", input, context, async (work) => {
    if (work.run().batch === null) return pass("nothing is left to replace");
    const group = await groupOf(work);
    await seeGroup(group, work);
    const serving = await stillDue(group, work);
    if (serving.length > 0) return leave(serving, group, work);
    // Whoever died in between has left them standing still.
    await resumeHeld(["AlarmNotification"], group, work);
    return drained(group, work);
  });

/** Who serves still, but those that somebody has come to want left alone: in validation an hour may have passed. */
async function stillDue(group: Group, work: Work): Promise<readonly string[]> {
  const serving = batchOf(work).servers.flatMap(({ id, state }) => (state === "serving" ? [id] : []));
  if (serving.length === 0) return [];
  const said = await leftServers(serving, group, work.context);
  const others = serving.filter((id) => said.every(({ server }) => server !== id));
  const left = [...said, ...(await notGivenUp(others, group, work))];
  if (left.length === 0) return serving;
  await leaveAlone(left, work);
  await become(
    left.map(({ server }) => server),
    "left",
    work,
  );
  return serving.filter((id) => left.every(({ server }) => server !== id));
}

/** On-Demand servers for which others have come than was to be expected: without them the group would be short of such. */
async function notGivenUp(ids: readonly string[], group: Group, work: Work): Promise<readonly LeftOut[]> {
  const bought = ids.length === 0 ? null : await boughtBy(group, work.context);
  if (bought === null) return [];
  const going = mayLeave(ids, { ...bought, desired: group.desired - ids.length });
  const until = work.now() + AGAIN_MS;
  return ids.filter((id) => !going.includes(id)).map((server) => ({ server, reason: SPOT_INSTEAD, until }));
}

async function leave(ids: readonly string[], group: Group, work: Work): Promise<StepAnswer> {
  const held = resizedFailure(group, work) ?? pauseBlocker(work);
  if (held !== null) return held;
  const healthy = await healthyIn(group, work);
  const staying = [...healthy].filter((id) => !ids.includes(id)).length;
  const floor = floorOf(group, work);
  if (staying < floor) {
    await resumeHeld(["AlarmNotification"], group, work);
    return wait(FLOOR_POLL_SECONDS, `${staying} servers would be left in traffic, ${floor} have to be`);
  }
  await holdProcesses(["AlarmNotification"], group, work);
  const { minimum, wanted } = batchOf(work);
  const max = work.run().holds.size?.heldMax ?? group.maxSize;
  // A group that somebody has made smaller meanwhile is not made larger by its minimum.
  const min = Math.max(0, Math.min(group.minSize, minimum - wanted, group.desired - ids.length));
  const reason = `${ids.join(", ")}: out of traffic, since substitutes serve`;
  await holdSize({ min, max }, reason, group, work);
  // Written before: in standby without that a server is there by somebody else's will.
  await become(ids, "leaving", work);
  try {
    await work.context.withReason(reason, { staying, floor }, () =>
      enterStandby(work.context.aws.autoScaling, group.name, ids),
    );
  } catch (error) {
    // One is not in service any more, or a read was behind: the next poll sees which.
    if (!(error instanceof Rejected || error instanceof NotFound)) throw error;
    return wait(AGAIN_SECONDS, error.message);
  }
  await become(ids, "isolated", work);
  // What is out of traffic does not count any more: policies may go on.
  await resumeHeld(["AlarmNotification"], group, work);
  return wait(drainingFor(work, 0), `still to drain: ${ids.length} of ${ids.length}`);
}

/** They are in standby a moment after the last of their target groups has let them go. */
const drainingFor = (work: Work, elapsed: number): number =>
  nextPollSeconds(elapsed, (batchOf(work).drainSeconds ?? 0) + MOMENT_SECONDS);

/** Whether those that are isolated have drained: as long as the group says that they enter standby they have not. */
function drained(group: Group, work: Work): StepAnswer {
  const states = new Map(group.instances.map(({ id, lifecycleState }) => [id, lifecycleState]));
  const { servers } = batchOf(work);
  if (servers.some(({ state }) => state === "leaving"))
    return wait(AGAIN_SECONDS, "whether servers were put into standby is not read yet");
  const isolated = servers.filter(({ state }) => state === "isolated");
  const draining = isolated.filter(({ id }) => states.get(id) !== "Standby");
  if (draining.length === 0) return pass(`out of traffic: ${isolated.map(({ id }) => id).join(", ")}`);
  return wait(drainingFor(work, work.inPhase()), `still to drain: ${draining.length} of ${isolated.length}`);
}

export const isolateState = defineState({
  phase: "Isolate",
  input: recycleStepTask,
  services: { autoScaling: autoScalingClient, ec2: ec2Client, elbv2: elbv2Client },
  step: isolate,
});
