import { autoScalingClient, describeGroups, type Group } from "../../aws/auto-scaling/auto-scaling.ts";
import { ec2Client } from "../../aws/ec2/ec2.ts";
import { elbv2Client } from "../../aws/elbv2/elbv2.ts";
import type { StepAnswer } from "../../domain/run/step-answer.ts";
import { AccessDenied, NotFound, Rejected } from "../../errors/errors.ts";
import type { RemovalServices } from "../../rollout/retirement/removals.ts";
import { removeGroup } from "../../rollout/retirement/remove-group.ts";
import { pass, wait } from "../../step/answers.ts";
import { defineState } from "../../step/state.ts";
import type { StepContext, StepInput } from "../../step/step.ts";
import { retirementStepTask } from "../../step/task-input.ts";
import { retirementStep, type RetirementWork } from "../retirement-step.ts";

const STANDING_POLL_SECONDS = 60;
/** What does not go away by itself: somebody deleted what is needed, or took a permission. */
const STANDS = [NotFound, Rejected, AccessDenied];

/**
 * Takes down what remains of a released generation: its servers stop in their own time, as their hooks let them, then the
 * group goes, then its template version. What has not gone by the deadline is kept out of traffic for a person.
 */
export const takeDown = (input: StepInput, context: StepContext<RemovalServices>): Promise<StepAnswer> =>
  retirementStep("TakeDown", input, context, async (work) => {
    const { generation } = work;
    const { number, state } = generation;
    // Written last: whoever wrote it died, or was stopped, before the retirement was closed.
    if (state !== "retiring") return pass(`generation ${number} is ${state}`);
    const groups = await describeGroups(context.aws.autoScaling, [generation.group]);
    const group = groups.get(generation.group);
    const waiting = await removalBlocker(group, work);
    if (waiting === null) {
      await work.writeEnd("gone", "every server that it had was replaced");
      return pass(`generation ${number} is gone`);
    }
    // What is not there cannot be kept for a person: whether it is gone is known within half a minute.
    if (group === undefined || work.now() < work.run().deadlineAt) return waiting;
    return retain(waiting.reason, work);
  });

/** What the removal waits for; null: all of it is gone. What stands in its way is said, and tried again until the deadline. */
async function removalBlocker(
  group: Group | undefined,
  work: RetirementWork<RemovalServices>,
): Promise<StepAnswer | null> {
  try {
    return await removeGroup(work.generation, group, work);
  } catch (error) {
    if (!STANDS.some((each) => error instanceof each)) throw error;
    return wait(STANDING_POLL_SECONDS, error instanceof Error ? error.message : String(error));
  }
}

/** It did not go within its time: a person has to see to it. */
async function retain(reason: string, work: RetirementWork<RemovalServices>): Promise<StepAnswer> {
  const { number, group } = work.generation;
  await work.note("decision", `generation ${number} is kept out of traffic: ${reason}`, {
    action: "retain",
    subject: group,
  });
  await work.writeEnd("retained", reason);
  return pass(`generation ${number} is retained: ${reason}`);
}

export const takeDownState = defineState({
  phase: "TakeDown",
  input: retirementStepTask,
  services: { ec2: ec2Client, autoScaling: autoScalingClient, elbv2: elbv2Client },
  step: takeDown,
});
