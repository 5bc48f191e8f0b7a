import { DeleteAutoScalingGroupCommand } from "@aws-sdk/client-auto-scaling";
import {
  DeleteLaunchTemplateCommand,
  DeleteLaunchTemplateVersionsCommand,
  DeregisterImageCommand,
} from "@aws-sdk/client-ec2";
import { DeleteListenerCommand, DeleteTargetGroupCommand } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { FaultKind, FaultWork } from "../../faults.ts";

/** Somebody deletes what a rollout works on: once in a run, since little is left to be judged after that. */
export const somebodyDeletes: FaultKind = {
  name: "somebody-deletes",
  begin: (work) => {
    const { stage, random, atTimes } = work;
    atTimes(1, () => {
      const kind = random.pick(Object.keys(DELETIONS) as (keyof typeof DELETIONS)[]);
      DELETIONS[kind](work).then(
        () => stage.count(`somebody-deletes ${kind}`),
        (error: unknown) => stage.note(String(error)),
      );
    });
  },
};

/** Green may go live right after it was deleted, on looks of the bake and of blue's release that are five seconds old. */
const POLL_SECONDS = 10;

const DELETIONS = {
  image: async ({ stage }: FaultWork) => {
    stage.exempt("servers");
    const image = [...stage.view.rollouts.values()].at(-1)?.imageTo;
    if (image !== undefined) await stage.operator.ec2.send(new DeregisterImageCommand({ ImageId: image }));
  },
  "template version": async ({ stage }: FaultWork) => {
    stage.exempt("servers", "template");
    const version = [...stage.view.generations.values()].at(-1)?.template.version ?? 1;
    const LaunchTemplateId = stage.account.template;
    await stage.operator.ec2.send(
      new DeleteLaunchTemplateVersionsCommand({ LaunchTemplateId, Versions: [String(version)] }),
    );
  },
  template: async ({ stage }: FaultWork) => {
    stage.exempt("servers", "template");
    await stage.operator.ec2.send(
      new DeleteLaunchTemplateCommand({ LaunchTemplateId: stage.account.template }),
    );
  },
  "green's group": async ({ stage }: FaultWork) => {
    stage.exempt("servers");
    const green = [...stage.view.generations.values()].find(({ state }) => state === "launching");
    await deleteGroup(stage, green?.group);
    stage.simulator.world.after(POLL_SECONDS, () => {
      if (green && stage.view.generations.get(green.number)?.state === "live") stage.exempt("live", "stuck");
    });
  },
  "blue's group": async ({ stage }: FaultWork) => {
    stage.exempt("servers", "live", "stuck");
    await deleteGroup(
      stage,
      [...stage.view.generations.values()].find(({ state }) => state === "live")?.group,
    );
  },
  listener: async ({ stage }: FaultWork) => {
    stage.exempt("traffic", "servers", "stuck");
    const { listener } = stage.account;
    if (listener !== "")
      await stage.operator.elbv2.send(new DeleteListenerCommand({ ListenerArn: listener }));
  },
  "target group": async ({ stage, random }: FaultWork) => {
    stage.exempt("traffic", "servers", "stuck");
    const { targetGroups } = stage.account;
    if (targetGroups.length > 0)
      await stage.operator.elbv2.send(
        new DeleteTargetGroupCommand({ TargetGroupArn: random.pick(targetGroups) }),
      );
  },
} as const;

async function deleteGroup(
  stage: FaultWork["stage"],
  AutoScalingGroupName: string | undefined,
): Promise<void> {
  if (AutoScalingGroupName === undefined) return;
  const asked = { AutoScalingGroupName, ForceDelete: true };
  await stage.operator.autoScaling.send(new DeleteAutoScalingGroupCommand(asked));
}
