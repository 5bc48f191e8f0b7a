import { AutoScalingClient } from "@aws-sdk/client-auto-scaling";
import { type ArchitectureValues, EC2Client, RegisterImageCommand } from "@aws-sdk/client-ec2";
import { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import type { Simulator } from "../../simulator/simulator.ts";
import type { ImagePlan } from "../draws/plan.ts";

/** Somebody of the team, with AWS's own tools. */
export interface Operator {
  readonly autoScaling: AutoScalingClient;
  readonly ec2: EC2Client;
  readonly elbv2: ElasticLoadBalancingV2Client;
  readonly ssm: SSMClient;
  makeImage(plan: ImagePlan): Promise<string>;
  publish(channel: string, image: string): Promise<void>;
}

export function openOperator(simulator: Simulator): Operator {
  const caller = { name: "grace" };
  const ec2 = simulator.open(EC2Client, caller);
  const ssm = simulator.open(SSMClient, caller);
  return {
    autoScaling: simulator.open(AutoScalingClient, caller),
    elbv2: simulator.open(ElasticLoadBalancingV2Client, caller),
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
    publish: async (Name, Value) => {
      const image = { Name, Value, Type: "String", DataType: "aws:ec2:image", Overwrite: true } as const;
      await ssm.send(new PutParameterCommand(image));
    },
  };
}
