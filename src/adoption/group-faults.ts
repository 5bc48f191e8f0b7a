import type { ResponseLaunchTemplateData } from "@aws-sdk/client-ec2";
import { type Group, groupExtras } from "../aws/auto-scaling/auto-scaling.ts";
import { describeImages, instanceImages, readTemplateVersion } from "../aws/ec2/ec2.ts";
import { undefinedIfNotFound } from "../aws/undefined-if-not-found.ts";
import type { Fleet } from "../domain/declaration/fleet.ts";
import { uncopyable } from "../domain/group/group-blueprint.ts";
import { groupControllers } from "../domain/group/group-owners.ts";
import { pairsOf, targetGroupsIn } from "../domain/traffic-pairs/pairs-of.ts";
import type { Traffic } from "../domain/traffic-settings.ts";
import { refreshReason } from "../rollout/neighbours/refresh-reason.ts";
import type { StepContext } from "../step/step.ts";
import { type Fault, faultWhen } from "../domain/neighbours/fault.ts";

/** What a group runs, once it is known to be one thing. */
export interface GroupRuns {
  readonly version: number;
  readonly image: string;
  /** Of the template version: its servers are expected to be as it says. */
  readonly data: ResponseLaunchTemplateData;
}

interface GroupFindings {
  readonly faults: readonly Fault[];
  /** Null when it cannot be known; the faults say why. */
  readonly runs: GroupRuns | null;
}

/** What about a group keeps it from being a generation of the fleet, and what it runs. Reads only. */
export async function examineGroup(
  fleet: Fleet,
  group: Group,
  context: StepContext<"autoScaling" | "ec2">,
): Promise<GroupFindings> {
  const place = `group ${group.name}`;
  const extras = await groupExtras(context.aws.autoScaling, group.name);
  const { faults: launchFaults, runs } = await whatItRuns(fleet, group, context);
  const faults = [
    ...faultWhen(group.deleting, place, "it is being deleted: name the group that serves"),
    ...uncopyable(group.raw, extras).map(({ what, why }) => ({ place: `${place}: ${what}`, why })),
    ...groupControllers(group, extras.hooks),
    ...(await refreshFaults(group, context)),
    ...launchFaults,
    ...attachmentFaults(fleet.traffic, group),
  ];
  return { faults, runs };
}

/** Its servers change under whoever adopts them. */
async function refreshFaults(group: Group, context: StepContext<"autoScaling">): Promise<Fault[]> {
  const why = await refreshReason(group.name, context);
  return faultWhen(why !== null, `group ${group.name}`, why ?? "");
}

async function whatItRuns(fleet: Fleet, group: Group, context: StepContext<"ec2">): Promise<GroupFindings> {
  const place = `group ${group.name}`;
  const { template } = group;
  // `uncopyable` names that fault itself.
  if (template === null || !/^\d+$/.test(template.version)) return { faults: [], runs: null };
  if (template.id !== fleet.template) {
    const why = `the group launches from template ${template.id}, the fleet declares ${fleet.template}: declare the one that serves`;
    return { faults: [{ place: "template", why }], runs: null };
  }
  const version = Number(template.version);
  const found = await undefinedIfNotFound(readTemplateVersion(context.aws.ec2, template.id, version));
  if (found === undefined) {
    const why = `version ${version} of its template ${template.id} does not exist: set the group to one that does`;
    return { faults: [{ place, why }], runs: null };
  }
  const image = found.imageId;
  if (image === null || !image.startsWith("ami-")) {
    const why = `version ${version} of ${template.id} names ${image ?? "no image"}: use a version that names an image by id, so that it is pinned`;
    return { faults: [{ place: "template", why }], runs: null };
  }
  const runs = { version, image, data: found.raw };
  const faults = await Promise.all([imageFaults(image, context), serverFaults(group, runs, context)]);
  return { faults: faults.flat(), runs };
}

async function imageFaults(image: string, { aws }: StepContext<"ec2">): Promise<Fault[]> {
  const found = (await describeImages(aws.ec2, [image])).get(image);
  const place = `image ${image}`;
  return [
    ...faultWhen(
      found === undefined,
      place,
      "it does not exist any more, so the group cannot replace a server that fails: move the group to an image that does",
    ),
    ...faultWhen(
      found !== undefined && found.state !== "available",
      place,
      `it is ${found?.state}, so the group cannot replace a server that fails: make it available`,
    ),
  ];
}

/** A generation is one version and one image: a server of another would be taken for what it is not. */
async function serverFaults(group: Group, runs: GroupRuns, { aws }: StepContext<"ec2">): Promise<Fault[]> {
  const place = `group ${group.name}`;
  const servers = group.instances.filter(({ lifecycleState }) => !lifecycleState.startsWith("Terminat"));
  const images = await instanceImages(
    aws.ec2,
    servers.map(({ id }) => id),
  );
  const otherVersion = servers.filter(({ templateVersion }) => templateVersion !== String(runs.version));
  const otherImage = servers.filter(({ id }) => (images.get(id) ?? runs.image) !== runs.image);
  const named = otherVersion.map(({ id, templateVersion }) => `${id} (${templateVersion ?? "no template"})`);
  return [
    ...faultWhen(
      otherVersion.length > 0,
      place,
      `servers of other template versions than ${runs.version}: ${named.join(", ")}; replace them first, for example with an instance refresh`,
    ),
    ...faultWhen(
      otherImage.length > 0,
      place,
      `servers of other images than ${runs.image}: ${otherImage.map(({ id }) => `${id} (${images.get(id)})`).join(", ")}; replace them first, for example with an instance refresh`,
    ),
  ];
}

function attachmentFaults(traffic: Traffic, group: Group): Fault[] {
  const place = `group ${group.name}: TargetGroupARNs`;
  const places = placesIn(traffic);
  const declared = targetGroupsIn(traffic);
  const foreign = group.targetGroups.filter((arn) => !declared.includes(arn));
  return [
    ...faultWhen(
      foreign.length > 0,
      place,
      `it is in ${foreign.join(", ")}, which the fleet does not declare: declare them in traffic, or detach them`,
    ),
    ...places.flatMap((arns) => placeFaults(place, arns, group)),
  ];
}

/** The target groups of which a generation is in one: those of each pair. */
const placesIn = (traffic: Traffic): readonly (readonly string[])[] =>
  traffic.strategy === "target-group"
    ? [[traffic.targetGroup]]
    : pairsOf(traffic).map(({ targetGroups }) => targetGroups.map(({ arn }) => arn));

function placeFaults(place: string, arns: readonly string[], { targetGroups }: Group): Fault[] {
  const named = targetGroups.filter((arn) => arns.includes(arn));
  return [
    ...faultWhen(
      named.length === 0,
      place,
      `it is in none of the declared target groups (${arns.join(", ")}): attach the one that serves`,
    ),
    ...faultWhen(
      named.length > 1,
      place,
      "it is in both target groups of the pair, and green needs one for itself: detach the one without traffic",
    ),
  ];
}
