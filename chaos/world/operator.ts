import { AutoScalingClient } from "@aws-sdk/client-auto-scaling";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import {
  type ArchitectureValues,
  CreateLaunchTemplateVersionCommand,
  EC2Client,
  ModifyLaunchTemplateCommand,
  RegisterImageCommand,
} from "@aws-sdk/client-ec2";
import {
  type Action,
  ElasticLoadBalancingV2Client,
  ModifyListenerCommand,
  ModifyRuleCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import type { Simulator } from "../../simulator/simulator.ts";
import type { ImagePlan } from "../draws/plan.ts";

/** Somebody of the team, with AWS's own tools. */
export interface Operator {
  readonly autoScaling: AutoScalingClient;
  readonly cloudWatch: CloudWatchClient;
  readonly ec2: EC2Client;
  readonly elbv2: ElasticLoadBalancingV2Client;
  readonly ssm: SSMClient;
  makeImage(plan: ImagePlan): Promise<string>;
  publish(channel: string, image: string): Promise<void>;
  /** Makes a version of the template, from its first one, and returns its number. `token`: what makes it one request. */
  makeVersion(template: string, data: Readonly<Record<string, unknown>>, token: string): Promise<number>;
  setDefaultVersion(template: string, version: number): Promise<void>;
  /** Replaces all actions of a rule, or a listener's default ones. */
  setActions(arn: string, actions: Action[]): Promise<void>;
}

export function openOperator(simulator: Simulator): Operator {
  const caller = { name: "grace" };
  const ec2 = simulator.open(EC2Client, caller);
  const ssm = simulator.open(SSMClient, caller);
  const elbv2 = simulator.open(ElasticLoadBalancingV2Client, caller);
  return {
    autoScaling: simulator.open(AutoScalingClient, caller),
    cloudWatch: simulator.open(CloudWatchClient, caller),
    elbv2,
    ec2,
    ssm,
    makeImage: async ({ name, tags, architecture }) => {
      const Architecture: ArchitectureValues = architecture ?? "x86_64";
      const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
      const made = await ec2.send(
        new RegisterImageCommand({
          Name: name,
          Architecture,
          RootDeviceName: "/dev/xvda",
          TagSpecifications: [{ ResourceType: "image", Tags }],
        }),
      );
      return made.ImageId ?? "";
    },
    ...templatesOf(ec2),
    setActions: async (arn, actions) => {
      if (arn.includes(":listener-rule/"))
        await elbv2.send(new ModifyRuleCommand({ RuleArn: arn, Actions: actions }));
      else await elbv2.send(new ModifyListenerCommand({ ListenerArn: arn, DefaultActions: actions }));
    },
    publish: async (Name, Value) => {
      const image = { Name, Value, Type: "String", DataType: "aws:ec2:image", Overwrite: true } as const;
      await ssm.send(new PutParameterCommand(image));
    },
  };
}

const templatesOf = (ec2: EC2Client): Pick<Operator, "makeVersion" | "setDefaultVersion"> => ({
  makeVersion: async (LaunchTemplateId, LaunchTemplateData, ClientToken) => {
    const made = await ec2.send(
      new CreateLaunchTemplateVersionCommand({
        LaunchTemplateId,
        SourceVersion: "1",
        LaunchTemplateData,
        ClientToken,
      }),
    );
    return made.LaunchTemplateVersion?.VersionNumber ?? 0;
  },
  setDefaultVersion: async (LaunchTemplateId, version) => {
    const DefaultVersion = String(version);
    await ec2.send(new ModifyLaunchTemplateCommand({ LaunchTemplateId, DefaultVersion }));
  },
});
