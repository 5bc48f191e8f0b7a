import { autoScalingClient, type Group } from "../../aws/auto-scaling/auto-scaling.ts";
import { ec2Client } from "../../aws/ec2/ec2.ts";
import { elbv2Client, pace } from "../../aws/elbv2/elbv2.ts";
import { ssmClient } from "../../aws/ssm/ssm.ts";
import { nextPollSeconds, TYPICAL_HEALTHY_SECONDS } from "../../domain/poll-interval.ts";
import type { Substitute } from "../../domain/run/recycle.ts";
import type { StepAnswer } from "../../domain/run/step-answer.ts";
import { fail, pass, wait } from "../../step/answers.ts";
import { defineState } from "../../step/state.ts";
import type { StepContext, StepInput } from "../../step/step.ts";
import { recycleStepTask } from "../../step/task-input.ts";
import { gateBlame, healthBlame } from "../gates/blame-substitutes.ts";
import { resizedFailure, seeGroup } from "../group-seen.ts";
import { judgeSubstitutes } from "../gates/judge-substitutes.ts";
import { LONGEST_HOOK_SECONDS, letBesidesGoOn, letGoOn, releaseLaunches, waitsForHook } from "../holds.ts";
import { batchOf, groupOf, type RecycleWork, recycleStep, writeBatch } from "../recycle-step.ts";
import { healthyIn } from "../serving.ts";

type Services = "autoScaling" | "ec2" | "elbv2" | "ssm";
type Work = RecycleWork<Services>;

/**
 * Judges the substitutes before the load balancer sees them, lets them go on, and waits until it calls them healthy. One counts as
 * capacity only when its slow start is over.
 */
export const validateSubstitutes = (input: StepInput, context: StepContext<Services>): Promise<StepAnswer> =>
  recycleStep("ValidateSubstitutes", input, context, async (work) => {
    if (work.run().batch === null) return pass("nothing is left to replace");
    const group = await groupOf(work);
    await seeGroup(group, work);
    const resized = resizedFailure(group, work);
    if (resized !== null) return resized;
    await letBesidesGoOn(group, work);
    const answer = (await judged(group, work)) ?? (await inTraffic(group, work));
    if (answer.verdict !== "wait") return answer;
    const { reason, waitSeconds, error = "SubstitutesFailed" } = answer;
    return isLate(work)
      ? fail(`the substitutes were not good in time: ${reason}`, error)
      : wait(waitSeconds, reason);
  });

/** A substitute that the hook has let go by itself is judged by nobody: so its gates have less time than that. */
const limitOf = ({ fleet: { deadlines } }: Work): number =>
  Math.min(deadlines.validate, LONGEST_HOOK_SECONDS - 600);

const isLate = (work: Work): boolean => (work.openedAt - work.run().phaseStartedAt) / 1000 > limitOf(work);

const needed = (work: Work): number =>
  batchOf(work).servers.filter(({ state }) => state === "serving").length;

/** What is waited for until each substitute has passed its gates and goes on; null: all do. */
async function judged(group: Group, work: Work): Promise<StepAnswer | null> {
  const batch = batchOf(work);
  const states = new Map(group.instances.map(({ id, lifecycleState }) => [id, lifecycleState]));
  if (needed(work) > 0) {
    if (batch.substitutes.length < needed(work))
      return wait(POLL_SECONDS, "a substitute has ended before it served, and another is launched");
    const unjudged = batch.substitutes.filter((each) => !each.isJudged);
    const foreign = otherVersion(unjudged, group, work);
    if (foreign !== null) return fail(foreign, "GroupChanged");
    if (unjudged.some(({ id }) => states.get(id) === "Pending"))
      return wait(POLL_SECONDS, "a substitute boots");
    if (unjudged.length > 0) {
      const ids = unjudged.map(({ id }) => id);
      const said = await judgeSubstitutes(ids, group.targetGroups, work);
      const { verdict, reason } = said;
      if (verdict === "fail") return fail(`substitutes failed ${reason}`, await gateBlame(said, group, work));
      if (verdict !== "pass")
        return {
          ...wait(againIn(work), reason),
          ...(isLate(work) && { error: await gateBlame(said, group, work) }),
        };
      await work.note("evidence", `substitutes ${ids.join(", ")} passed: ${reason}`, { action: "judged" });
    }
    await writeBatch(
      { ...batch, substitutes: batch.substitutes.map((each) => ({ ...each, isJudged: true })) },
      work,
    );
  }
  const waiting = batchOf(work).substitutes.filter(({ id }) =>
    waitsForHook({ id, lifecycleState: states.get(id) ?? "" }, work),
  );
  for (const { id } of waiting) await letGoOn(id, `${id} has passed its gates, and may serve`, work);
  if (waiting.length > 0) return wait(INTO_SERVICE_SECONDS, "the substitutes go into service");
  // Whoever still waits would be ended with the hook.
  if (group.instances.some((each) => waitsForHook(each, work)))
    return wait(POLL_SECONDS, "servers of the group are still launched");
  await releaseLaunches(work);
  return null;
}

/** Substitutes that were launched from another version of the template than the generation's: somebody set the group to it. */
function otherVersion(
  substitutes: readonly Substitute[],
  { instances, raw }: Group,
  work: Work,
): string | null {
  // An override may name a version of its own.
  if (raw.MixedInstancesPolicy !== undefined) return null;
  const version = String(work.generation.template.version);
  const members = new Map(instances.map((each) => [each.id, each.templateVersion ?? version]));
  const [first] = substitutes.filter(({ id }) => (members.get(id) ?? version) !== version);
  if (first === undefined) return null;
  return `${first.id} was launched from version ${members.get(first.id)} of the template, where the generation has ${version}`;
}

const POLL_SECONDS = 5;
/** Until the group has registered a server, and its target group has asked it once. */
const INTO_SERVICE_SECONDS = 8;

/**
 * When they are asked again: a server has booted after two thirds of the time from its launch to its health, and answers at the end of
 * it. Each look costs a call a gate.
 */
function againIn(work: Work): number {
  const { gates, batch } = work.run();
  const isUp = gates.every(({ gate, verdict }) => !gate.startsWith("instance-status") || verdict === "pass");
  const all = work.generation.healthySeconds ?? TYPICAL_HEALTHY_SECONDS;
  const since = (work.now() - (batch?.begunAt ?? work.now())) / 1000;
  const isAsked = gates.every(({ gate, verdict }) => gate.startsWith("http") || verdict === "pass");
  return isUp && !isAsked ? POLL_SECONDS : nextPollSeconds(since, isUp ? all : (2 * all) / 3);
}

/** Whether each of them is healthy for as long as is declared, and past its slow start. */
async function inTraffic(group: Group, work: Work): Promise<StepAnswer> {
  if (needed(work) === 0) return pass("the servers that were to be replaced have gone in another way");
  const healthy = await healthyIn(group, work);
  const { substitutes } = batchOf(work);
  const seen = substitutes.map((each) => ({
    ...each,
    healthySince: healthy.has(each.id) ? (each.healthySince ?? work.now()) : null,
  }));
  await writeBatch({ ...batchOf(work), substitutes: seen }, work);
  if (seen.some(({ healthySince }) => healthySince !== null)) await work.reach("served");
  const unwell = seen.filter(({ healthySince }) => healthySince === null).length;
  if (seen.length - unwell < needed(work))
    return {
      ...wait(POLL_SECONDS, `${unwell} substitutes are not healthy yet`),
      error: healthBlame(healthy, group, work),
    };
  const { slowStart, delay } = await paceOf(group, work);
  await writeBatch({ ...batchOf(work), drainSeconds: delay }, work);
  const seconds = Math.max(declaredFor(work), slowStart);
  const good = seen.filter(
    ({ healthySince: since }) => since !== null && work.now() - since >= seconds * 1000,
  );
  if (good.length >= needed(work)) return pass(`substitutes that are healthy and serve: ${good.length}`);
  const left = Math.max(
    ...seen.flatMap(({ healthySince: since }) =>
      since === null ? [] : [seconds - (work.now() - since) / 1000],
    ),
  );
  return wait(Math.min(60, left), `healthy; counted as capacity ${Math.ceil(left)} s later`);
}

/** How long they have to be healthy without a break. */
const declaredFor = ({ fleet: { gates } }: Work): number =>
  Math.max(0, ...gates.map((gate) => (gate.kind === "target-health" ? gate.for : 0)));

/** A target that has just become healthy gets its full share only after its slow start (aws-facts 8.7); the longest of each. */
async function paceOf({ targetGroups }: Group, { context }: Work): ReturnType<typeof pace> {
  const paces = await Promise.all(targetGroups.map((arn) => pace(context.aws.elbv2, arn)));
  return {
    slowStart: Math.max(0, ...paces.map((each) => each.slowStart)),
    delay: Math.max(0, ...paces.map((each) => each.delay)),
  };
}

export const validateSubstitutesState = defineState({
  phase: "ValidateSubstitutes",
  input: recycleStepTask,
  services: { autoScaling: autoScalingClient, ec2: ec2Client, elbv2: elbv2Client, ssm: ssmClient },
  step: validateSubstitutes,
});
