import { CreateOrUpdateTagsCommand, DeleteTagsCommand } from "@aws-sdk/client-auto-scaling";
import { RunInstancesCommand, TerminateInstancesCommand } from "@aws-sdk/client-ec2";
import {
  CreateRuleCommand,
  DeleteRuleCommand,
  DeregisterTargetsCommand,
  RegisterTargetsCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import type { FaultKind, FaultWork } from "../fault-kind.ts";
import { fromTheFirst, rolloutWhere, spanMs } from "../in-rollout.ts";

/**
 * Somebody else takes a part of the fleet for theirs, mostly in the middle of a rollout, and lets go of it again: ECS tags the
 * live group, a stranger's server stands in a target group of the pair, another rule leads to one.
 */
export const somebodyElseOwns: FaultKind = {
  name: "somebody-else-owns",
  begin: (work) =>
    fromTheFirst(work, 2, () =>
      claim(work.random.pick(Object.keys(CLAIMS) as (keyof typeof CLAIMS)[]), work),
    ),
};

async function claim(kind: keyof typeof CLAIMS, work: FaultWork): Promise<void> {
  const { chaos, random } = work;
  if (random.chance(0.7)) await rolloutWhere(chaos, () => true);
  await chaos.clock.sleep(spanMs(chaos, random.integer(0, 300)));
  if (chaos.faultsEnded) return;
  const letGo = await CLAIMS[kind](work);
  if (letGo === undefined) return;
  chaos.count(`somebody-else-owns ${kind}`);
  await chaos.clock.sleep(spanMs(chaos, random.pick([30, 300, 1200, 3600])));
  await letGo();
  chaos.count(`somebody-else-owns ${kind}, no more`);
}

type LetGo = () => Promise<unknown>;

/** Each answers how it is let go of; undefined: there is nothing of the kind. */
export const CLAIMS = {
  /** A capacity provider puts its tag on the group that it is made of (aws-facts 8; ECS/asg-capacity-providers). */
  "the group": async ({ chaos }: FaultWork): Promise<LetGo | undefined> => {
    const { autoScaling } = chaos.operator;
    const live = [...chaos.view.generations.values()].find(({ state }) => state === "live");
    if (chaos.simulator.world.state.groups.get(live?.group ?? "")?.deleting !== false || !live)
      return undefined;
    const tag = { ResourceId: live.group, ResourceType: "auto-scaling-group", Key: "AmazonECSManaged" };
    const changed = (): void =>
      void chaos.input.blueChanges.push({
        group: live.group,
        what: "tag AmazonECSManaged",
        at: chaos.clock.now(),
      });
    await autoScaling.send(
      new CreateOrUpdateTagsCommand({ Tags: [{ ...tag, Value: "true", PropagateAtLaunch: false }] }),
    );
    changed();
    return async () => {
      // A group that has followed it has it, too.
      for (const { name, tags } of chaos.simulator.world.state.groups.values())
        if (tags.some(({ key }) => key === tag.Key))
          await autoScaling.send(new DeleteTagsCommand({ Tags: [{ ...tag, ResourceId: name }] }));
      changed();
    };
  },
  "a target": async ({ chaos, random }: FaultWork): Promise<LetGo | undefined> => {
    const { targetGroups, template } = chaos.account;
    const { ec2, elbv2 } = chaos.operator;
    if (targetGroups.length === 0) return undefined;
    const TargetGroupArn = random.pick(targetGroups);
    const { Instances = [] } = await ec2.send(
      new RunInstancesCommand({
        MinCount: 1,
        MaxCount: 1,
        SubnetId: "subnet-a",
        LaunchTemplate: { LaunchTemplateId: template, Version: "1" },
      }),
    );
    const Id = Instances[0]?.InstanceId ?? "";
    await chaos.clock.sleep(UP_MS);
    // Somebody may have deleted the target group: whoever launched the server ends it all the same.
    const end = () => ec2.send(new TerminateInstancesCommand({ InstanceIds: [Id] }));
    try {
      await elbv2.send(new RegisterTargetsCommand({ TargetGroupArn, Targets: [{ Id }] }));
    } catch (error) {
      await end();
      throw error;
    }
    return () => elbv2.send(new DeregisterTargetsCommand({ TargetGroupArn, Targets: [{ Id }] })).finally(end);
  },
  "a rule": async ({ chaos, random }: FaultWork): Promise<LetGo | undefined> => {
    const { listener, targetGroups } = chaos.account;
    const { elbv2 } = chaos.operator;
    if (!listener.includes(":listener/app/") || targetGroups.length === 0) return undefined;
    const { Rules = [] } = await elbv2.send(
      new CreateRuleCommand({
        ListenerArn: listener,
        Priority: random.integer(40_000, 49_999),
        Conditions: [{ Field: "path-pattern", PathPatternConfig: { Values: ["/theirs/*"] } }],
        Actions: [{ Type: "forward", TargetGroupArn: random.pick(targetGroups) }],
      }),
    );
    return () => elbv2.send(new DeleteRuleCommand({ RuleArn: Rules[0]?.RuleArn }));
  },
} as const;

/** By then a server runs. */
const UP_MS = 10_000;
