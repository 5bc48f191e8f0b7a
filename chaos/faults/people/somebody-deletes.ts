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
    const image = [...chaos.view.rollouts.values()].at(-1)?.imageTo;
    if (image !== undefined) await chaos.operator.ec2.send(new DeregisterImageCommand({ ImageId: image }));
  },
  "template version": async ({ chaos }: FaultWork) => {
    const version = [...chaos.view.generations.values()].at(-1)?.template.version ?? 1;
    const LaunchTemplateId = chaos.account.template;
    chaos.interferes("template", String(version));
    await chaos.operator.ec2.send(
      new DeleteLaunchTemplateVersionsCommand({ LaunchTemplateId, Versions: [String(version)] }),
    );
  },
  template: async ({ chaos }: FaultWork) => {
    chaos.interferes("template", chaos.account.template);
    await chaos.operator.ec2.send(
      new DeleteLaunchTemplateCommand({ LaunchTemplateId: chaos.account.template }),
    );
  },
  "green's group": async ({ chaos }: FaultWork) => {
    const green = [...chaos.view.generations.values()].find(({ state }) => state === "launching");
    await deleteGroup(chaos, green?.group);
    chaos.simulator.world.after(POLL_SECONDS, () => {
      if (green === undefined || chaos.view.generations.get(green.number)?.state !== "live") return;
      chaos.interferes("live", green.group);
      chaos.interferes("stuck", green.group);
    });
  },
  "blue's group": async ({ chaos }: FaultWork) => {
    const blue = [...chaos.view.generations.values()].find(({ state }) => state === "live")?.group;
    chaos.interferes("live", blue ?? "");
    chaos.interferes("stuck", blue ?? "");
    await deleteGroup(chaos, blue);
  },
  listener: async ({ chaos }: FaultWork) => {
    const { listener } = chaos.account;
    if (listener === "") return;
    chaos.interferes("traffic", listener);
    chaos.interferes("stuck", listener);
    await chaos.operator.elbv2.send(new DeleteListenerCommand({ ListenerArn: listener }));
  },
  "target group": async ({ chaos, random }: FaultWork) => {
    const { targetGroups } = chaos.account;
    if (targetGroups.length === 0) return;
    const TargetGroupArn = random.pick(targetGroups);
    chaos.interferes("traffic", TargetGroupArn);
    chaos.interferes("stuck", TargetGroupArn);
    await chaos.operator.elbv2.send(new DeleteTargetGroupCommand({ TargetGroupArn }));
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
