import { applyFollowUps } from "../aws/auto-scaling-copy.ts";
import { createGroup, describeGroups, type Group, groupExtras } from "../aws/auto-scaling.ts";
import { createTemplateVersion } from "../aws/ec2.ts";
import { writeActions } from "../aws/elbv2.ts";
import { AlreadyExists } from "../domain/errors.ts";
import { type Generation, groupName } from "../domain/generation.ts";
import { blueprint, firstBlueprint, type GroupBlueprint } from "../domain/group-blueprint.ts";
import type { StepAnswer } from "../domain/rollout.ts";
import { fail, pass } from "./answers.ts";
import { carryOut } from "./carry-out.ts";
import { writeHold } from "./holds.ts";
import type { StepContext, StepInput } from "./step.ts";
import { observeTraffic } from "./traffic.ts";
import type { Work } from "./work.ts";

type Services = "ec2" | "autoScaling" | "elbv2";

/**
 * Makes green: one template version with the new image, pinned by number, and one group that is a faithful copy of
 * blue's, at blue's size. Everything has a name or a token made from the rollout, so doing it again makes nothing new.
 */
export const launchGreen = (input: StepInput, context: StepContext<Services>): Promise<StepAnswer> =>
  carryOut("LaunchGreen", input, context, async (work) => {
    const { green: number, fleet } = work.rollout();
    const names = [groupName(fleet, number), ...(work.blue ? [work.blue.group] : [])];
    const groups = await describeGroups(context.aws.autoScaling, names);
    const blue = work.blue && groups.get(work.blue.group);
    if (work.blue && blue === undefined) return fail(`blue's group ${work.blue.group} is gone`);
    const generation = work.green ?? (await writeGreen(work));
    const existing = groups.get(generation.group);
    if (existing && existing.tags["moult:rollout"] !== work.rollout().id) {
      return fail(`a group named ${generation.group} exists and is not this rollout's: delete or rename it`);
    }
    if (work.rollout().marks["launched"] !== undefined) return pass(`${generation.group} is launched`);
    await nameGreenInRule(work, generation);
    const plan = await plannedGroup(work, generation, blue ?? undefined);
    if (!existing)
      await launch(
        plan,
        { generation, minimum: blue?.minSize ?? work.fleet.capacity.initial?.min ?? 0 },
        work,
      );
    context.because(`make ${generation.group} what ${blue?.name ?? "the fleet"} is`);
    await applyFollowUps(context.aws.autoScaling, plan.after);
    await work.mark("launched");
    return pass(`launched ${generation.group}: ${work.rollout().size} servers of ${generation.image}`);
  });

/** The generation with its pinned template version, written down before anything is launched from it. */
async function writeGreen(work: Work<Services>): Promise<Generation> {
  const { fleet, id, green: number, imageTo, templateVersion } = work.rollout();
  const template = work.fleet.template;
  work.context.because(`pin ${imageTo} in a template version for generation ${number}`, {
    madeFrom: templateVersion,
  });
  const version = await createTemplateVersion(work.context.aws.ec2, {
    template,
    sourceVersion: templateVersion,
    image: imageTo,
    description: `${fleet} generation ${number}: ${imageTo} (${id})`.slice(0, 255),
    token: id.slice(0, 64),
  });
  const generation: Generation = {
    fleet,
    number,
    group: groupName(fleet, number),
    template: { id: template, version, madeFrom: templateVersion, ours: true },
    image: imageTo,
    targetGroup: work.strategy.launchTargetGroup(work.blue?.targetGroup ?? null),
    state: "launching",
    reason: `launched by rollout ${id}`,
    createdAt: work.now(),
    healthySeconds: null,
  };
  await work.writeGeneration(generation);
  return generation;
}

/** A target group that no rule names is not health-checked (aws-facts 1.4): green's is named first, at weight 0. */
async function nameGreenInRule(work: Work<Services>, green: Generation): Promise<void> {
  if (work.strategy.source.kind !== "actions") return;
  const named = { ...work, green };
  const traffic = await observeTraffic(named);
  const sides = { blue: work.blue, green };
  const reading = work.strategy.read(traffic, sides);
  if ("percent" in reading && reading.percent > 0) return;
  for (const change of work.strategy.change(traffic, { percent: 0, sides })) {
    if (change.kind !== "write-actions") continue;
    work.context.because("name green's target group in the rule at weight 0, so that it is health-checked");
    await writeActions(work.context.aws.elbv2, change.arn, change.actions);
  }
}

async function plannedGroup(
  work: Work<Services>,
  generation: Generation,
  blue: Group | undefined,
): Promise<GroupBlueprint> {
  const { size, fleet, id, green: number } = work.rollout();
  const subnets = work.fleet.network?.subnets;
  const green = {
    name: generation.group,
    size,
    min: size,
    max: Math.max(size, blue?.maxSize ?? work.fleet.capacity.initial?.max ?? size),
    templateId: generation.template.id,
    templateVersion: generation.template.version,
    ...(subnets && { subnets }),
    targetGroups: generation.targetGroup === null ? [] : [generation.targetGroup],
    tags: { "moult:fleet": fleet, "moult:generation": String(number), "moult:rollout": id },
  };
  if (blue === undefined) return firstBlueprint({ fleet: work.fleet, green });
  return blueprint({
    blue: blue.raw,
    extras: await groupExtras(work.context.aws.autoScaling, blue.name),
    green,
  });
}

interface Launch {
  readonly generation: Generation;
  /** The minimum green has when nothing holds it. */
  readonly minimum: number;
}

async function launch(
  plan: GroupBlueprint,
  { generation, minimum }: Launch,
  work: Work<Services>,
): Promise<void> {
  const { size } = work.rollout();
  // Green is born at the size it must have and cannot shrink below it until the bake is over.
  await writeHold(
    { group: generation.group, kind: "minimum", was: minimum, heldAt: size, processes: [] },
    work,
  );
  work.context.because(`launch generation ${generation.number}: ${size} servers of ${generation.image}`);
  try {
    await createGroup(work.context.aws.autoScaling, plan.create);
  } catch (error) {
    // The name is the idempotency handle (aws-facts 1.2): an earlier try made it and lost the answer.
    if (!(error instanceof AlreadyExists)) throw error;
  }
}
