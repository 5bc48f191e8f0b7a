import { failedActivities } from "../../aws/auto-scaling/activities.ts";
import { autoScalingClient, type Group } from "../../aws/auto-scaling/auto-scaling.ts";
import { ec2Client } from "../../aws/ec2/ec2.ts";
import { nextPollSeconds, TYPICAL_HEALTHY_SECONDS } from "../../domain/poll-interval.ts";
import { groupRefusals } from "../../domain/recycle/group-refusal.ts";
import type { Batch } from "../../domain/run/recycle.ts";
import type { StepAnswer } from "../../domain/run/step-answer.ts";
import { fail, pass, wait } from "../../step/answers.ts";
import { defineState } from "../../step/state.ts";
import type { StepContext, StepInput } from "../../step/step.ts";
import { recycleStepTask } from "../../step/task-input.ts";
import { resizedFailure, seeGroup } from "../group-seen.ts";
import { holdLaunches, holdProcesses, holdSize, letBesidesGoOn } from "../holds.ts";
import { nextServers } from "../next-servers.ts";
import { batchOf, groupOf, pauseBlocker, type RecycleWork, recycleStep } from "../recycle-step.ts";
import { readSchedule } from "../schedule.ts";

type Services = "autoScaling" | "ec2";
type Work = RecycleWork<Services>;

/**
 * Has the group launch a server for each of the next batch, before any of them leaves: the hook and what would take them away again are
 * held first, then the minimum is raised, which loses no scaling out that comes meanwhile (aws-facts 8.5).
 */
export const launchSubstitutes = (input: StepInput, context: StepContext<Services>): Promise<StepAnswer> =>
  recycleStep("LaunchSubstitutes", input, context, async (work) => {
    const isNew = work.run().batch === null;
    // A pause begins none. One that is begun goes on until its servers are to leave: what the group launches beside it waits in its hook.
    const held = isNew ? pauseBlocker(work) : null;
    if (held !== null) return held;
    const group = await groupOf(work);
    // Looked at when it was admitted, which may be hours ago.
    const refusals = groupRefusals(group, work.generation.template.version);
    if (refusals.length > 0) return fail(refusals.join("; "), "GroupChanged");
    if (isNew && !(await beginBatch(group, work))) return pass("nothing is left to replace");
    await seeGroup(group, work);
    const resized = resizedFailure(group, work);
    if (resized !== null) return resized;
    await holdProcesses(["AZRebalance"], group, work);
    if (!work.run().holds.hook) await holdLaunches(work);
    const { wanted, minimum } = batchOf(work);
    const max = Math.max(work.run().holds.size?.originalMax ?? group.maxSize, minimum);
    const reason = `${group.name} launches ${wanted} before as many leave`;
    const own = work.run().holds.size?.originalMin ?? group.minSize;
    await holdSize({ min: Math.max(minimum, own), max }, reason, group, work);
    await letBesidesGoOn(group, work);
    return launched(group, work);
  });

/** Whether there is something to replace: then the batch is written down, before anything of it is done. */
async function beginBatch(group: Group, work: Work): Promise<boolean> {
  const chosen = await nextServers(group, work);
  if (chosen.length === 0) return false;
  const batch: Batch = {
    number: work.run().replaced.length + 1,
    begunAt: work.now(),
    servers: chosen.map(({ id, zone }) => ({ id, zone, state: "serving" })),
    before: group.instances.map(({ id }) => id),
    wanted: chosen.length,
    minimum: group.desired + chosen.length,
    substitutes: [],
    schedule: await readSchedule(group, work),
    answered: [],
    asked: [],
    drainSeconds: null,
  };
  const names = chosen.map(({ id }) => id).join(", ");
  await work.note("decision", `substitutes are launched for ${names}`, {
    action: "begin-batch",
    subject: group.name,
  });
  await work.update({ batch, commands: {}, gates: [] });
  return true;
}

/** Booted, and waiting for the hook or past it. */
const BOOTED = ["Pending:Wait", "Pending:Proceed", "InService"];

async function launched(group: Group, work: Work): Promise<StepAnswer> {
  const { servers, substitutes } = batchOf(work);
  const needed = servers.filter(({ state }) => state === "serving").length;
  const states = new Map(group.instances.map(({ id, lifecycleState }) => [id, lifecycleState]));
  const booted = substitutes.filter(({ id }) => BOOTED.includes(states.get(id) ?? "")).length;
  if (booted >= needed) return pass(`substitutes that have booted: ${booted}`);
  const { launch } = work.fleet.deadlines;
  if (work.inPhase() > launch) {
    const late = `${needed - booted} of ${needed} substitutes were not launched in time`;
    return fail(`${late}${await launchTrouble(group, work)}`, "NoCapacity");
  }
  const expected = work.generation.healthySeconds ?? TYPICAL_HEALTHY_SECONDS;
  return wait(
    nextPollSeconds(work.inPhase(), (2 * expected) / 3),
    `substitutes that have booted: ${booted} of ${needed}`,
  );
}

/** What AWS says of the newest launch that failed, in brackets; asked once, at the end. */
async function launchTrouble({ name }: Group, work: Work): Promise<string> {
  const [newest] = await failedActivities(work.context.aws.autoScaling, name, batchOf(work).begunAt);
  return newest === undefined ? "" : ` (${newest.message})`;
}

export const launchSubstitutesState = defineState({
  phase: "LaunchSubstitutes",
  input: recycleStepTask,
  services: { autoScaling: autoScalingClient, ec2: ec2Client },
  step: launchSubstitutes,
});
