import {
  ResumeProcessesCommand,
  SuspendProcessesCommand,
  UpdateAutoScalingGroupCommand,
} from "@aws-sdk/client-auto-scaling";
import { ownGroups } from "../../world/strangers/not-strangers.ts";
import type { FaultKind, FaultWork } from "../fault-kind.ts";

/** Somebody edits what a rollout works on: weights, template versions, processes, the group itself. */
export const somebodyEdits: FaultKind = {
  name: "somebody-edits",
  begin: (work) => {
    const { chaos, rate, random, atTimes } = work;
    atTimes(1 + Math.round(4 * rate), () => {
      const edits = Object.keys(EDITS) as (keyof typeof EDITS)[];
      const edit = random.pick(edits);
      EDITS[edit](work).then(
        () => chaos.count(`somebody-edits ${edit}`),
        (error: unknown) => chaos.note(String(error)),
      );
    });
  },
};

const NO_PAIR = { rules: [], targetGroups: ["", ""] } as const;

const EDITS = {
  weights: async ({ chaos, random }: FaultWork) => {
    const { pairs } = chaos.account;
    if (pairs.length === 0) return;
    const percent = random.pick([0, 0, 25, 100]);
    // Of several rules one, as somebody does who knows of no other.
    const { rules, targetGroups } = pairs.length === 1 ? (pairs[0] ?? NO_PAIR) : random.pick(pairs);
    const [a, b] = targetGroups;
    const rule = rules.length === 1 ? (rules[0] ?? "") : random.pick(rules);
    const TargetGroups = [
      { TargetGroupArn: a, Weight: 100 - percent },
      ...(chaos.plan.fleet.strategy === "target-group" ? [] : [{ TargetGroupArn: b, Weight: percent }]),
    ];
    if (chaos.plan.fleet.strategy === "target-group") return;
    chaos.interferes("traffic", rule);
    await chaos.operator.setActions(rule, [{ Type: "forward", ForwardConfig: { TargetGroups } }]);
  },
  template: async ({ chaos }: FaultWork) => {
    const { template, image: ImageId } = chaos.account;
    const token = `grace-${chaos.clock.now()}`;
    chaos.input.theirVersions.add(await chaos.operator.makeVersion(template, { ImageId }, token));
  },
  processes: async ({ chaos, random }: FaultWork) => {
    const AutoScalingGroupName = someGroup(chaos, random);
    const process = random.pick(["Launch", "Terminate", "AZRebalance", "HealthCheck"]);
    const ScalingProcesses = [process];
    chaos.interferes("processes", process);
    chaos.interferes("stuck", AutoScalingGroupName);
    await chaos.operator.autoScaling.send(
      new SuspendProcessesCommand({ AutoScalingGroupName, ScalingProcesses }),
    );
    await chaos.clock.sleep(random.integer(30, 1800) * 1000);
    await chaos.operator.autoScaling.send(
      new ResumeProcessesCommand({ AutoScalingGroupName, ScalingProcesses }),
    );
  },
  version: async ({ chaos, random }: FaultWork) => {
    const AutoScalingGroupName = someGroup(chaos, random);
    chaos.interferes("template", AutoScalingGroupName);
    const LaunchTemplate = { LaunchTemplateId: chaos.account.template, Version: "1" };
    await chaos.operator.autoScaling.send(
      new UpdateAutoScalingGroupCommand({ AutoScalingGroupName, LaunchTemplate }),
    );
  },
} as const;

const someGroup = (chaos: FaultWork["chaos"], random: FaultWork["random"]): string =>
  random.pick(ownGroups(chaos)).name;
