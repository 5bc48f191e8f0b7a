import type { CreateAutoScalingGroupCommandInput } from "@aws-sdk/client-auto-scaling";
import type { World } from "../world/world.ts";
import { type Touched, type TouchedBy, tagKeys, text } from "./call-facts.ts";
import { launchedFrom } from "./launch-calls.ts";

/** The group by its name; one that does not exist has no tags, so a statement that asks for one denies it. */
function group(name: unknown, world: World): Touched {
  const found = world.state.groups.get(text(name) ?? "");
  return {
    resource:
      found?.arn ?? world.arn("autoscaling", `autoScalingGroup:*:autoScalingGroupName/${text(name) ?? "*"}`),
    keys: tagKeys(found?.tags, "aws:ResourceTag", "autoscaling:ResourceTag"),
  };
}

const ofGroup: TouchedBy = ({ AutoScalingGroupName }, world) => [group(AutoScalingGroupName, world)];

const deletion: TouchedBy = ({ AutoScalingGroupName, ForceDelete }, world) => {
  const { resource, keys } = group(AutoScalingGroupName, world);
  return [{ resource, keys: { ...keys, "autoscaling:ForceDelete": String(ForceDelete === true) } }];
};

/** Whoever makes or changes a group's template has to be able to launch from it (aws-facts 6). */
const creation: TouchedBy = (given, world) => {
  const input = given as unknown as CreateAutoScalingGroupCommandInput;
  const { resource } = group(undefined, world);
  const tags = (input.Tags ?? []).map(({ Key = "", Value = "" }) => ({ key: Key, value: Value }));
  const keys = {
    ...tagKeys(tags, "aws:RequestTag"),
    "aws:TagKeys": tags.map(({ key }) => key),
    ...versionKeys(input),
  };
  return [
    { resource: resource.replace(/\*$/, input.AutoScalingGroupName ?? "*"), keys },
    ...launchedFrom(input, world),
    ...hookRoles(input),
    ...passedRole(input.ServiceLinkedRoleARN),
  ];
};

const update: TouchedBy = (given, world) => {
  const input = given as unknown as CreateAutoScalingGroupCommandInput;
  const { resource, keys } = group(input.AutoScalingGroupName, world);
  return [
    { resource, keys: { ...keys, ...versionKeys(input) } },
    ...launchedFrom(input, world),
    ...passedRole(input.ServiceLinkedRoleARN),
  ];
};

/** `autoscaling:LaunchTemplateVersionSpecified` is false for $Latest, $Default and no version at all. */
function versionKeys(input: CreateAutoScalingGroupCommandInput): Record<string, string> {
  const policy = input.MixedInstancesPolicy?.LaunchTemplate;
  const named = [
    input.LaunchTemplate,
    policy?.LaunchTemplateSpecification,
    ...(policy?.Overrides ?? []).map((override) => override.LaunchTemplateSpecification),
  ].filter((each) => each !== undefined);
  if (named.length === 0) return {};
  const pinned = named.every(({ Version }) => /^\d+$/.test(Version ?? ""));
  return { "autoscaling:LaunchTemplateVersionSpecified": String(pinned) };
}

const hookRoles = ({ LifecycleHookSpecificationList }: CreateAutoScalingGroupCommandInput): Touched[] =>
  (LifecycleHookSpecificationList ?? []).flatMap(({ RoleARN }) => passedRole(RoleARN));

const passedRole = (role: unknown): Touched[] =>
  text(role) === undefined
    ? []
    : [
        {
          action: "iam:PassRole",
          resource: text(role) ?? "",
          keys: { "iam:PassedToService": "autoscaling.amazonaws.com" },
        },
      ];

const hook: TouchedBy = (input, world) => [
  group(input["AutoScalingGroupName"], world),
  ...passedRole(input["RoleARN"]),
];

/** Each tag names its group. */
const tagged: TouchedBy = ({ Tags }, world) => {
  const names = (Array.isArray(Tags) ? Tags : []).map(
    ({ ResourceId }: { ResourceId?: unknown }) => ResourceId,
  );
  return [...new Set(names)].map((name) => group(name, world));
};

/** The calls of Auto Scaling that take a group. All Describe* take no resource. */
export const autoScalingCalls: Readonly<Record<string, TouchedBy>> = {
  CreateAutoScalingGroup: creation,
  UpdateAutoScalingGroup: update,
  DeleteAutoScalingGroup: deletion,
  AttachTrafficSources: ofGroup,
  CompleteLifecycleAction: ofGroup,
  DetachTrafficSources: ofGroup,
  CreateOrUpdateTags: tagged,
  DeleteLifecycleHook: ofGroup,
  DeletePolicy: ofGroup,
  DeleteScheduledAction: ofGroup,
  DeleteTags: tagged,
  EnableMetricsCollection: ofGroup,
  EnterStandby: ofGroup,
  ExitStandby: ofGroup,
  PutLifecycleHook: hook,
  PutNotificationConfiguration: ofGroup,
  PutScalingPolicy: ofGroup,
  PutScheduledUpdateGroupAction: ofGroup,
  ResumeProcesses: ofGroup,
  SuspendProcesses: ofGroup,
  TerminateInstanceInAutoScalingGroup: ofGroup,
};
