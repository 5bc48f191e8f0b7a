import type { AutoScalingGroup } from "@aws-sdk/client-auto-scaling";
import type { Tagged, Neighbour } from "./group-owners.ts";

const STACK = "aws:cloudformation:stack-name";
const LOGICAL_ID = "aws:cloudformation:logical-id";

/** No tool but CloudFormation tags what it makes; teams do, by hand or by a default of theirs. */
const TOOL = /\b(terraform|opentofu|pulumi)\b/i;

/** Who made the group: it goes with the next rollout, and whoever made it would find it gone, or make it anew. */
export function groupMakers(group: Tagged): Neighbour[] {
  const { name, tags } = group;
  const stack = tags[STACK];
  if (stack !== undefined) {
    const logical = tags[LOGICAL_ID] ?? "the group";
    return [
      {
        place: `group ${name}: tag ${STACK}`,
        why: `stack ${stack} of CloudFormation (or of the CDK) made it as ${logical}, and each rollout makes a new group and deletes the old one: give ${logical} DeletionPolicy: Retain, deploy, then take it out of the stack with its scaling policies, schedules and hooks; the template, the load balancer and the target groups may stay, but for the weights of the rule`,
      },
    ];
  }
  return toolTag(group).map((tag) => ({
    place: `group ${name}: tag ${tag}`,
    why: `by ${tag}=${tags[tag]} a tool made it, and each rollout makes a new group and deletes the old one: take the group, its scaling policies, schedules and hooks out of its state without destroying them (terraform state rm, or a removed block with destroy = false), and let it ignore changes of the rule's actions`,
  }));
}

/** The same of the launch template, which stays: moult makes versions of it, and rolls its default version out. */
export function templateMakers({ name, tags }: Tagged): Neighbour[] {
  const stack = tags[STACK];
  if (stack === undefined) return [];
  return [
    {
      place: `template ${name}: tag ${STACK}`,
      why: `stack ${stack} made it as ${tags[LOGICAL_ID] ?? "a template"}: what the stack makes its default version is rolled out, and the image that it names there is not; a stack that deletes it leaves no green to be launched, so give it DeletionPolicy: Retain`,
    },
  ];
}

/** What has the group replace servers by itself, by the version that they run: each is new, and none was judged. */
export function selfReplacing({
  AutoScalingGroupName,
  MaxInstanceLifetime,
  CapacityRebalance,
}: AutoScalingGroup): Neighbour[] {
  const place = `group ${AutoScalingGroupName}`;
  return [
    ...((MaxInstanceLifetime ?? 0) > 0
      ? [
          {
            place: `${place}: MaxInstanceLifetime`,
            why: `the group replaces servers older than ${MaxInstanceLifetime} s by itself, also in a rollout: leave that to age.max of the declaration, or leave it and do without`,
          },
        ]
      : []),
    ...(CapacityRebalance === true
      ? [
          {
            place: `${place}: CapacityRebalance`,
            why: "the group replaces Spot servers at risk by itself, also in a rollout: green gets the same, and a server that comes so is judged with all others",
          },
        ]
      : []),
  ];
}

const toolTag = ({ tags }: Tagged): string[] =>
  Object.keys(tags)
    .filter((key) => !key.startsWith("aws:") && (TOOL.test(key) || TOOL.test(tags[key] ?? "")))
    .slice(0, 1);
