import { AutoScalingClient, PutLifecycleHookCommand } from "@aws-sdk/client-auto-scaling";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { EC2Client } from "@aws-sdk/client-ec2";
import {
  ElasticLoadBalancingV2Client,
  ModifyListenerCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import type { Account } from "../../../rehearsal/account.ts";
import type { Simulator } from "../../../simulator/simulator.ts";

/** Somebody of the team, who changes things in the account with AWS's own tools. */
export interface Person {
  readonly autoScaling: AutoScalingClient;
  readonly ec2: EC2Client;
  readonly elbv2: ElasticLoadBalancingV2Client;
  readonly cloudWatch: CloudWatchClient;
  readonly ssm: SSMClient;
  /** Adds a launch hook that nobody answers: after 30 s its default result holds. */
  putHook(group: string, result: "CONTINUE" | "ABANDON"): Promise<void>;
  putParameter(name: string, image: string): Promise<void>;
  /** Sets the share of the second target group, percent, in the listener's default action. */
  moveTraffic(account: Account, percent: number): Promise<void>;
}

export function person(simulator: Simulator): Person {
  const options = simulator.clientOptions({ name: "grace" });
  const autoScaling = new AutoScalingClient(options);
  const elbv2 = new ElasticLoadBalancingV2Client(options);
  const ssm = new SSMClient(options);
  return {
    autoScaling,
    ec2: new EC2Client(options),
    elbv2,
    ssm,
    cloudWatch: new CloudWatchClient(options),
    putHook: async (AutoScalingGroupName, DefaultResult) => {
      await autoScaling.send(
        new PutLifecycleHookCommand({
          AutoScalingGroupName,
          LifecycleHookName: "check-in",
          LifecycleTransition: "autoscaling:EC2_INSTANCE_LAUNCHING",
          HeartbeatTimeout: 30,
          DefaultResult,
        }),
      );
    },
    moveTraffic: async ({ listener, targetGroups: [a, b] }, percent) => {
      const TargetGroups = [
        { TargetGroupArn: a, Weight: 100 - percent },
        { TargetGroupArn: b, Weight: percent },
      ];
      const DefaultActions = [{ Type: "forward" as const, ForwardConfig: { TargetGroups } }];
      await elbv2.send(new ModifyListenerCommand({ ListenerArn: listener, DefaultActions }));
    },
    putParameter: async (name, image) => {
      await ssm.send(
        new PutParameterCommand({
          Name: name,
          Value: image,
          Type: "String",
          DataType: "aws:ec2:image",
          Overwrite: true,
        }),
      );
    },
  };
}
