import type { CreateAutoScalingGroupCommandInput } from "@aws-sdk/client-auto-scaling";
import type { RequestLaunchTemplateData } from "@aws-sdk/client-ec2";
import { type LaunchChoice, launchChoices } from "../services/auto-scaling/groups/template.ts";
import { ownedArn } from "../services/ec2/network/owned-arn.ts";
import { ServiceFault } from "../services/operation.ts";
import type { World } from "../world/world.ts";
import { type Touched, tagKeys } from "./call-facts.ts";

type Input = Pick<
  CreateAutoScalingGroupCommandInput,
  "LaunchTemplate" | "MixedInstancesPolicy" | "VPCZoneIdentifier"
>;

/**
 * What a launch by this group would touch: AWS tries ec2:RunInstances in the caller's name (aws-facts 6). A template
 * that does not exist touches nothing: the call is refused for that.
 */
export function launchedFrom(input: Input, world: World): Touched[] {
  const { LaunchTemplate, MixedInstancesPolicy } = input;
  if (!LaunchTemplate && !MixedInstancesPolicy) return [];
  const launchTemplate = LaunchTemplate && {
    id: LaunchTemplate.LaunchTemplateId ?? idOf(world, LaunchTemplate.LaunchTemplateName),
    name: "",
    version: LaunchTemplate.Version ?? "$Default",
  };
  try {
    const source = {
      launchTemplate: launchTemplate ?? null,
      mixedInstancesPolicy: MixedInstancesPolicy ?? null,
    };
    return launchChoices(world.state, source).flatMap((choice) => launch(choice, input, world));
  } catch (error) {
    if (error instanceof ServiceFault) return [];
    throw error;
  }
}

const idOf = ({ state }: World, name: string | undefined): string =>
  [...state.launchTemplates.values()].find((template) => template.name === name)?.id ?? "";

function launch(
  { template, data }: LaunchChoice,
  { VPCZoneIdentifier = "" }: Input,
  world: World,
): Touched[] {
  const given = data as RequestLaunchTemplateData;
  const templateArn = world.arn("ec2", `launch-template/${template.id}`);
  const keys = { "ec2:LaunchTemplate": templateArn };
  const one = (resource: string): Touched => ({ action: "ec2:RunInstances", resource, keys });
  const tags = world.state.launchTemplates.get(template.id)?.tags;
  return [
    {
      action: "ec2:RunInstances",
      resource: templateArn,
      keys: { ...keys, ...tagKeys(tags, "aws:ResourceTag", "ec2:ResourceTag") },
    },
    ...namedIn(given, VPCZoneIdentifier.split(","), world).map(one),
    ...(given.TagSpecifications ?? []).flatMap(({ ResourceType: type = "instance", Tags = [] }) => {
      const resource = world.arn("ec2", `${type}/*`);
      const tagging = { action: "ec2:CreateTags", resource, keys: { "ec2:CreateAction": "RunInstances" } };
      // A Spot request is asked for only when it is to be tagged.
      const tagged = { ...one(resource), keys: { ...keys, "aws:TagKeys": Tags.map(({ Key = "" }) => Key) } };
      return type === "spot-instances-request" ? [tagged, tagging] : [tagging];
    }),
    ...passedRole(given, world),
  ];
}

/** What the launch uses, and with `*` what it makes. AWS's images and snapshots carry no account in their ARN. */
function namedIn(given: RequestLaunchTemplateData, subnets: readonly string[], world: World): string[] {
  const groups =
    given.SecurityGroupIds ?? given.NetworkInterfaces?.flatMap(({ Groups }) => Groups ?? []) ?? [];
  const snapshots = (given.BlockDeviceMappings ?? []).flatMap(({ Ebs }) => Ebs?.SnapshotId ?? []);
  const reservation =
    given.CapacityReservationSpecification?.CapacityReservationTarget?.CapacityReservationId;
  const { subnets: subnetsOf, securityGroups } = world.state;
  const own = [
    "instance/*",
    "network-interface/*",
    "volume/*",
    ...(reservation === undefined ? [] : [`capacity-reservation/${reservation}`]),
    ...(given.KeyName === undefined ? [] : [`key-pair/${given.KeyName}`]),
    ...(given.Placement?.GroupName === undefined ? [] : [`placement-group/${given.Placement.GroupName}`]),
  ];
  const foreign = [`image/${given.ImageId ?? "*"}`, ...snapshots.map((id) => `snapshot/${id}`)];
  return [
    ...own.map((name) => world.arn("ec2", name)),
    ...subnets.filter((id) => id !== "").map((id) => ownedArn(world, subnetsOf.get(id), `subnet/${id}`)),
    ...groups.map((id) => ownedArn(world, securityGroups.get(id), `security-group/${id}`)),
    ...foreign.map((name) => `arn:${world.partition}:ec2:${world.region}::${name}`),
  ];
}

/** The role of the servers' profile. The simulator has no IAM: a profile is taken to hold the role of its own name. */
function passedRole({ IamInstanceProfile: profile }: RequestLaunchTemplateData, world: World): Touched[] {
  const name = profile?.Name ?? profile?.Arn?.split("/").at(-1);
  if (name === undefined) return [];
  const resource = `arn:${world.partition}:iam::${world.account}:role/${name}`;
  return [{ action: "iam:PassRole", resource, keys: { "iam:PassedToService": "ec2.amazonaws.com" } }];
}
