import {
  ResumeProcessesCommand,
  SuspendProcessesCommand,
  UpdateAutoScalingGroupCommand,
} from "@aws-sdk/client-auto-scaling";
import { CreateLaunchTemplateVersionCommand } from "@aws-sdk/client-ec2";
import { ModifyListenerCommand } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { FaultKind, FaultWork } from "../../faults.ts";

/** Somebody edits what a rollout works on: weights, template versions, processes, the group itself. */
export const somebodyEdits: FaultKind = {
  name: "somebody-edits",
  begin: (work) => {
    const { stage, rate, random, atTimes } = work;
    atTimes(1 + Math.round(4 * rate), () => {
      const edits = Object.keys(EDITS) as (keyof typeof EDITS)[];
      const edit = random.pick(edits);
      EDITS[edit](work).then(
        () => stage.count(`somebody-edits ${edit}`),
        (error: unknown) => stage.note(String(error)),
      );
    });
  },
};

const EDITS = {
  weights: async ({ stage, random }: FaultWork) => {
    const { listener, targetGroups } = stage.account;
    if (listener === "") return;
    stage.exempt("traffic", "servers");
    const percent = random.pick([0, 0, 25, 100]);
    const [a, b] = targetGroups;
    const TargetGroups = [
      { TargetGroupArn: a, Weight: 100 - percent },
      ...(stage.plan.fleet.strategy === "target-group" ? [] : [{ TargetGroupArn: b, Weight: percent }]),
    ];
    if (stage.plan.fleet.strategy === "target-group") return;
    const DefaultActions = [{ Type: "forward" as const, ForwardConfig: { TargetGroups } }];
    await stage.operator.elbv2.send(new ModifyListenerCommand({ ListenerArn: listener, DefaultActions }));
  },
  template: async ({ stage }: FaultWork) => {
    stage.exempt("template");
    const { template, image } = stage.account;
    await stage.operator.ec2.send(
      new CreateLaunchTemplateVersionCommand({
        LaunchTemplateId: template,
        SourceVersion: "1",
        LaunchTemplateData: { ImageId: image },
        ClientToken: `grace-${stage.clock.now()}`,
      }),
    );
  },
  processes: async ({ stage, random }: FaultWork) => {
    stage.exempt("processes", "servers", "stuck");
    const AutoScalingGroupName = someGroup(stage, random);
    const ScalingProcesses = [random.pick(["Launch", "Terminate", "AZRebalance", "HealthCheck"])];
    await stage.operator.autoScaling.send(
      new SuspendProcessesCommand({ AutoScalingGroupName, ScalingProcesses }),
    );
    await stage.clock.sleep(random.integer(30, 1800) * 1000);
    await stage.operator.autoScaling.send(
      new ResumeProcessesCommand({ AutoScalingGroupName, ScalingProcesses }),
    );
  },
  version: async ({ stage, random }: FaultWork) => {
    stage.exempt("template");
    const AutoScalingGroupName = someGroup(stage, random);
    const LaunchTemplate = { LaunchTemplateId: stage.account.template, Version: "1" };
    await stage.operator.autoScaling.send(
      new UpdateAutoScalingGroupCommand({ AutoScalingGroupName, LaunchTemplate }),
    );
  },
} as const;

const someGroup = ({ simulator }: FaultWork["stage"], random: FaultWork["random"]): string =>
  random.pick([...simulator.world.state.groups.keys()]);
