import type { AutoScalingGroup } from "@aws-sdk/client-auto-scaling";
import { COPIED, type FollowUp, hookSpecification, ownTags } from "../group/group-blueprint.ts";
import type { GroupExtras } from "../group/group-extras.ts";
import { followUps } from "../group/group-follow-ups.ts";
import { NEEDED_PROCESSES, uncopyable } from "../group/group-uncopyable.ts";
import { digest } from "./digest.ts";

/** Something that makes a group what it is, and that somebody may change while another takes its place. */
export interface Belonging {
  /** Of its content, without the name of the group. */
  readonly digest: string;
  /** The call that gives it to green, or why green is not given it. */
  readonly give: FollowUp | string;
  /** The call that takes it from green. */
  readonly take: FollowUp | null;
}

/** By what each is called, as people are told of it: `tag team`, `scheduled action night`. */
export type Belongings = ReadonlyMap<string, Belonging>;

interface Found {
  readonly group: AutoScalingGroup;
  readonly extras: Omit<GroupExtras, "notifications">;
  /** Processes that moult has suspended on the group, for a while. */
  readonly held: readonly string[];
}

interface Heir {
  readonly name: string;
  readonly targetGroups: readonly string[];
  /** Each pair of target groups by its ARNs, where the fleet has any. */
  readonly pairs?: readonly (readonly string[])[];
}

/** What a group has, with how green would get it. Of green itself: green is its own heir. */
export function belongingsOf(found: Found, green: Heir): Belongings {
  const { group, extras } = found;
  const all = { ...extras, notifications: [] };
  const after = followUps({ ...group, EnabledMetrics: [] }, all, { ...green, joins: null });
  const uncopied = new Set(uncopyable(group, all).map(({ what }) => what));
  return new Map([
    ...settings(group),
    ["maximum", maximum(group, green.name)],
    ...tags(group, green.name),
    ...hooks(extras, green.name),
    ...after.flatMap((each) => afterwards(each, uncopied)),
    ...suspensions(found, green.name),
  ]);
}

const STANDS = "green cannot be given that while it stands, and is without";
const BY_ARN = "its alarms call it by its ARN, and nothing would call a copy";
const NEEDED = "a rollout needs it, and green goes on with it";
/** Servers are kept for study so; of green, which is to serve, those that fail go on being replaced. */
const HEALS = "green goes on replacing servers that fail";
const HEALING = ["HealthCheck", "ReplaceUnhealthy"];

type Named = [what: string, Belonging];

/** What green was created with and what is not changed on a group that serves. */
const settings = (group: AutoScalingGroup): Named[] =>
  [...COPIED, "VPCZoneIdentifier" as const, "LaunchTemplate" as const, "MixedInstancesPolicy" as const]
    .filter((name) => group[name] !== undefined && group[name] !== null)
    .map((name) => [`setting ${name}`, { digest: digest(group[name]), give: STANDS, take: null }]);

const maximum = ({ MaxSize = 0 }: AutoScalingGroup, name: string): Belonging => ({
  digest: String(MaxSize),
  give: { call: "UpdateAutoScalingGroup", input: { AutoScalingGroupName: name, MaxSize } },
  take: null,
});

const tags = (group: AutoScalingGroup, name: string): Named[] =>
  ownTags(group, {}).map(({ Key, Value, PropagateAtLaunch }) => {
    const tag = { ResourceId: name, ResourceType: "auto-scaling-group", Key };
    return [
      `tag ${Key}`,
      {
        digest: digest({ Value, PropagateAtLaunch }),
        give: { call: "CreateOrUpdateTags", input: { Tags: [{ ...tag, Value, PropagateAtLaunch }] } },
        take: { call: "DeleteTags", input: { Tags: [tag] } },
      },
    ];
  });

const hooks = ({ hooks: all }: Pick<GroupExtras, "hooks">, AutoScalingGroupName: string): Named[] =>
  all.map((hook) => {
    const { LifecycleHookName, ...settings_ } = hookSpecification(hook);
    const named = { AutoScalingGroupName, LifecycleHookName };
    return [
      `lifecycle hook ${LifecycleHookName}`,
      {
        digest: digest(settings_),
        give: { call: "PutLifecycleHook", input: { ...settings_, ...named } },
        take: { call: "DeleteLifecycleHook", input: named },
      },
    ];
  });

function afterwards(call: FollowUp, uncopied: ReadonlySet<string>): Named[] {
  if (call.call === "PutScalingPolicy") {
    const { AutoScalingGroupName, PolicyName, ...content } = call.input;
    const take = { call: "DeletePolicy", input: { AutoScalingGroupName, PolicyName } } as const;
    const give = uncopied.has(`ScalingPolicies.${PolicyName}`) ? BY_ARN : call;
    return [[`scaling policy ${PolicyName}`, { digest: digest(content), give, take }]];
  }
  if (call.call !== "PutScheduledUpdateGroupAction") return [];
  const { AutoScalingGroupName, ScheduledActionName, StartTime, ...content } = call.input;
  // One that recurs is described with its next time, which moves on.
  const start = content.Recurrence === undefined ? { StartTime } : {};
  const take = {
    call: "DeleteScheduledAction",
    input: { AutoScalingGroupName, ScheduledActionName },
  } as const;
  return [
    [scheduledName(ScheduledActionName), { digest: digest({ ...content, ...start }), give: call, take }],
  ];
}

const scheduledName = (action: string | undefined): string => `scheduled action ${action}`;

const suspensions = ({ group, held }: Found, AutoScalingGroupName: string): Named[] =>
  (group.SuspendedProcesses ?? [])
    .filter(({ ProcessName = "" }) => !held.includes(ProcessName))
    .map(({ ProcessName = "" }) => {
      const input = { AutoScalingGroupName, ScalingProcesses: [ProcessName] };
      const call = { call: "SuspendProcesses", input } as const;
      const give = NEEDED_PROCESSES.includes(ProcessName)
        ? NEEDED
        : HEALING.includes(ProcessName)
          ? HEALS
          : call;
      return [
        `suspension of ${ProcessName}`,
        { digest: "suspended", give, take: { call: "ResumeProcesses", input } },
      ];
    });
