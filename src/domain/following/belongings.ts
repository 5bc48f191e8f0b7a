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
  /** The call that gives it to green; null: it cannot be given to a group that stands. */
  readonly give: FollowUp | null;
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

type Named = [what: string, Belonging];

/** What green was created with and what is not changed on a group that serves. */
const settings = (group: AutoScalingGroup): Named[] =>
  [...COPIED, "VPCZoneIdentifier" as const, "LaunchTemplate" as const, "MixedInstancesPolicy" as const]
    .filter((name) => group[name] !== undefined && group[name] !== null)
    .map((name) => [`setting ${name}`, { digest: digest(group[name]), give: null, take: null }]);

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
    const give = uncopied.has(`ScalingPolicies.${PolicyName}`) ? null : call;
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

/** A process without which a rollout gets no servers, or does not get rid of them, is not suspended on green. */
const suspensions = ({ group, held }: Found, AutoScalingGroupName: string): Named[] =>
  (group.SuspendedProcesses ?? []).flatMap(({ ProcessName = "" }) => {
    if (held.includes(ProcessName)) return [];
    const input = { AutoScalingGroupName, ScalingProcesses: [ProcessName] };
    const isNeeded = NEEDED_PROCESSES.includes(ProcessName);
    return [
      [
        `suspension of ${ProcessName}`,
        {
          digest: "suspended",
          give: isNeeded ? null : ({ call: "SuspendProcesses", input } as const),
          take: { call: "ResumeProcesses", input } as const,
        },
      ],
    ];
  });
