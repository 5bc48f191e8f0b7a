import {
  autoScalingClient,
  createGroup,
  describeGroups,
  type Group,
} from "../../aws/auto-scaling/auto-scaling.ts";
import { applyFollowUps } from "../../aws/auto-scaling/copy.ts";
import { ec2Client } from "../../aws/ec2/ec2.ts";
import { elbv2Client } from "../../aws/elbv2/elbv2.ts";
import { type Generation, groupName } from "../../domain/generation.ts";
import type { StepAnswer } from "../../domain/run/step-answer.ts";
import { AlreadyExists } from "../../errors/errors.ts";
import { fail, pass } from "../../step/answers.ts";
import { defineState } from "../../step/state.ts";
import type { StepContext, StepInput } from "../../step/step.ts";
import { stepTask } from "../../step/task-input.ts";
import { holdSchedule, keepSchedule } from "../capacity/hold-schedule.ts";
import { minimumHold, writeHold } from "../capacity/holds.ts";
import { keepBlue } from "../following/follow-blue.ts";
import { addGreenToRule } from "../green/add-to-rule.ts";
import { mayResize, notCopiedReason, type Original, planGroup, readOriginal } from "../green/green-group.ts";
import { pinTemplate } from "../green/pin-template.ts";
import { rolloutStep } from "../rollout-step.ts";
import { observeTraffic } from "../traffic/traffic.ts";
import type { Work } from "../work.ts";

type Services = "ec2" | "autoScaling" | "elbv2";

/**
 * Makes green: one template version with the new image, pinned by number, and one group that is a faithful copy of
 * blue's, at blue's size. Everything has a name or a token made from the rollout, so doing it again makes nothing new.
 */
export const launchGreen = (input: StepInput, context: StepContext<Services>): Promise<StepAnswer> =>
  rolloutStep("LaunchGreen", input, context, async (work) => {
    const { green: number, fleet, id, milestones } = work.run();
    const name = groupName(fleet, number);
    const groups = await describeGroups(context.aws.autoScaling, [
      name,
      ...(work.blue ? [work.blue.group] : []),
    ]);
    const blueGroup = work.blue ? groups.get(work.blue.group) : undefined;
    if (work.blue && blueGroup === undefined) return fail(`blue's group ${work.blue.group} is gone`);
    const existing = groups.get(name);
    if (existing && existing.tags["moult:rollout"] !== id) {
      return fail(`a group named ${name} exists and is not this rollout's: delete or rename it`);
    }
    if (milestones["launched"] !== undefined) return pass(`${name} is launched`);
    const blue = blueGroup && (await readOriginal(blueGroup, work));
    const fault = blue ? notCopiedReason(blue) : null;
    if (fault !== null) return fail(fault);
    await sizeAsBlue(groups, name, work);
    const generation =
      work.green ?? (await pinTemplate(work, (pinned) => planGroup(work, pinned, blue).create));
    if (typeof generation === "string") return fail(generation);
    const named = { ...work, green: generation };
    const isEmpty = existing === undefined && work.blue !== null;
    if (work.strategy.source.kind === "actions")
      await addGreenToRule(await observeTraffic(named), named, isEmpty);
    await launch({ generation, blue, exists: existing !== undefined }, work);
    await work.reach("launched");
    return pass(`launched ${name}: ${work.run().size} servers of ${generation.image}`);
  });

/**
 * Admission may be minutes ago, in a freeze say, and nothing has held blue's size since: its schedule may have changed it. A read
 * that lags shows it too small at most until traffic is to move: green grows then. What an earlier try has begun keeps its size.
 */
async function sizeAsBlue(
  groups: ReadonlyMap<string, Group>,
  green: string,
  work: Work<never>,
): Promise<void> {
  const { size } = work.run();
  const blue = groups.get(work.blue?.group ?? "");
  const isBegun = groups.has(green) || minimumHold(green, work) !== undefined;
  if (blue === undefined || blue.deleting || blue.desired === size || isBegun) return;
  const reason = `${blue.name} has ${blue.desired} servers now: green is launched with as many`;
  await work.note("decision", reason, {
    action: "resize-plan",
    evidence: { planned: size, desired: blue.desired },
  });
  await work.update({ size: blue.desired });
}

interface Launch {
  readonly generation: Generation;
  readonly blue: Original | undefined;
  readonly exists: boolean;
}

async function launch({ generation, blue, exists }: Launch, work: Work<Services>): Promise<void> {
  const { size } = work.run();
  const { group, number, image } = generation;
  const plan = planGroup(work, generation, blue);
  const originalMin = blue?.group.minSize ?? work.fleet.capacity.initial?.min ?? 0;
  const resizes = blue !== undefined && mayResize(blue, work.run().schedule);
  // Before green is made: what runs on blue until its schedule is suspended green is to follow, too.
  if (blue) await keepSchedule(resizes ? blue.extras.scheduledActions : [], work);
  // Green is born at the size it must have and cannot shrink below it until the bake is over.
  await writeHold({ group, kind: "minimum", originalMin, heldMin: size, processes: [] }, work);
  if (blue) await keepBlue(blue, generation, work);
  if (!exists) {
    try {
      await work.context.withReason(`launch generation ${number}: ${size} servers of ${image}`, null, () =>
        createGroup(work.context.aws.autoScaling, plan.create),
      );
    } catch (error) {
      // The name is the idempotency handle (aws-facts 1.2): an earlier try made it and lost the answer.
      if (!(error instanceof AlreadyExists)) throw error;
    }
  }
  if (resizes) await holdSchedule(blue.extras.scheduledActions, [group, blue.group.name], work);
  await work.context.withReason(`make ${group} what ${blue?.group.name ?? "the fleet"} is`, null, () =>
    applyFollowUps(work.context.aws.autoScaling, plan.after),
  );
}

export const launchGreenState = defineState({
  phase: "LaunchGreen",
  input: stepTask,
  services: { ec2: ec2Client, autoScaling: autoScalingClient, elbv2: elbv2Client },
  step: launchGreen,
});
