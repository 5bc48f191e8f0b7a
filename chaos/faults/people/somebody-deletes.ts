import { DeleteAutoScalingGroupCommand } from "@aws-sdk/client-auto-scaling";
import {
  DeleteLaunchTemplateCommand,
  DeleteLaunchTemplateVersionsCommand,
  DeregisterImageCommand,
} from "@aws-sdk/client-ec2";
import { DeleteListenerCommand, DeleteTargetGroupCommand } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { FaultKind, FaultWork } from "../fault-kind.ts";

/** Somebody deletes what a rollout works on: once in a run, since little is left to be judged after that. */
export const somebodyDeletes: FaultKind = {
  name: "somebody-deletes",
  begin: (work) => {
    const { chaos, random, atTimes } = work;
    atTimes(1, () => {
      const kind = random.pick(Object.keys(DELETIONS) as (keyof typeof DELETIONS)[]);
      DELETIONS[kind](work).then(
        () => chaos.count(`somebody-deletes ${kind}`),
        (error: unknown) => chaos.note(String(error)),
      );
    });
  },
};

/** Green may go live right after it was deleted, on looks of the bake and of blue's release that are five seconds old. */
const POLL_SECONDS = 10;

const DELETIONS = {
  image: async ({ chaos }: FaultWork) => {
    chaos.exempt("servers");
    const image = [...chaos.view.rollouts.values()].at(-1)?.imageTo;
    if (image !== undefined) await chaos.operator.ec2.send(new DeregisterImageCommand({ ImageId: image }));
  },
  "template version": async ({ chaos }: FaultWork) => {
    chaos.exempt("servers", "template");
    const version = [...chaos.view.generations.values()].at(-1)?.template.version ?? 1;
    const LaunchTemplateId = chaos.account.template;
    await chaos.operator.ec2.send(
      new DeleteLaunchTemplateVersionsCommand({ LaunchTemplateId, Versions: [String(version)] }),
    );
  },
  template: async ({ chaos }: FaultWork) => {
    chaos.exempt("servers", "template");
    await chaos.operator.ec2.send(
      new DeleteLaunchTemplateCommand({ LaunchTemplateId: chaos.account.template }),
    );
  },
  "green's group": async ({ chaos }: FaultWork) => {
    chaos.exempt("servers");
    const green = [...chaos.view.generations.values()].find(({ state }) => state === "launching");
    await deleteGroup(chaos, green?.group);
    chaos.simulator.world.after(POLL_SECONDS, () => {
      if (green && chaos.view.generations.get(green.number)?.state === "live") chaos.exempt("live", "stuck");
    });
  },
  "blue's group": async ({ chaos }: FaultWork) => {
    chaos.exempt("servers", "live", "stuck");
    await deleteGroup(
      chaos,
      [...chaos.view.generations.values()].find(({ state }) => state === "live")?.group,
    );
  },
  listener: async ({ chaos }: FaultWork) => {
    chaos.exempt("traffic", "servers", "stuck");
    const { listener } = chaos.account;
    if (listener !== "")
      await chaos.operator.elbv2.send(new DeleteListenerCommand({ ListenerArn: listener }));
  },
  "target group": async ({ chaos, random }: FaultWork) => {
    chaos.exempt("traffic", "servers", "stuck");
    const { targetGroups } = chaos.account;
    if (targetGroups.length > 0)
      await chaos.operator.elbv2.send(
        new DeleteTargetGroupCommand({ TargetGroupArn: random.pick(targetGroups) }),
      );
  },
} as const;

async function deleteGroup(
  chaos: FaultWork["chaos"],
  AutoScalingGroupName: string | undefined,
): Promise<void> {
  if (AutoScalingGroupName === undefined) return;
  const asked = { AutoScalingGroupName, ForceDelete: true };
  await chaos.operator.autoScaling.send(new DeleteAutoScalingGroupCommand(asked));
}
