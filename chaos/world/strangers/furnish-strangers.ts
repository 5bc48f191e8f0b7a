import { CreateAutoScalingGroupCommand } from "@aws-sdk/client-auto-scaling";
import { CreateLaunchTemplateCommand } from "@aws-sdk/client-ec2";
import { CreateRuleCommand, CreateTargetGroupCommand } from "@aws-sdk/client-elastic-load-balancing-v2";
import { PutParameterCommand } from "@aws-sdk/client-ssm";
import { objectsOf, STRANGERS, STRANGERS_CHANNEL } from "../../checkers/strangers/objects.ts";
import type { ChaosWorld } from "../world.ts";

/**
 * Another team's server, template, group and parameter; where there is an Application Load Balancer a target group and a rule of
 * theirs on the fleet's listener, too.
 */
export async function furnishStrangers({ operator, account, simulator }: ChaosWorld): Promise<void> {
  const { autoScaling, ec2, ssm } = operator;
  const { LaunchTemplate } = await ec2.send(
    new CreateLaunchTemplateCommand({
      LaunchTemplateName: STRANGERS,
      LaunchTemplateData: { ImageId: account.image, InstanceType: "m7i.large", SecurityGroupIds: ["sg-web"] },
    }),
  );
  const isApplication = account.loadBalancer.includes("/app/");
  const targetGroup = isApplication ? await furnishRule({ operator, account, simulator }) : undefined;
  await autoScaling.send(
    new CreateAutoScalingGroupCommand({
      AutoScalingGroupName: STRANGERS,
      LaunchTemplate: { LaunchTemplateId: LaunchTemplate?.LaunchTemplateId, Version: "1" },
      MinSize: 1,
      MaxSize: 2,
      DesiredCapacity: 1,
      VPCZoneIdentifier: "subnet-a",
      ...(targetGroup !== undefined && { TargetGroupARNs: [targetGroup] }),
    }),
  );
  const image = {
    Name: STRANGERS_CHANNEL,
    Value: account.image,
    Type: "String",
    DataType: "aws:ec2:image",
  } as const;
  await ssm.send(new PutParameterCommand(image));
}

async function furnishRule({
  operator: { elbv2 },
  account,
  simulator,
}: Pick<ChaosWorld, "operator" | "account" | "simulator">): Promise<string> {
  const VpcId = simulator.world.state.loadBalancers.get(account.loadBalancer)?.vpcId;
  const { TargetGroups = [] } = await elbv2.send(
    new CreateTargetGroupCommand({ Name: STRANGERS, Protocol: "HTTP", Port: 80, VpcId }),
  );
  const TargetGroupArn = TargetGroups[0]?.TargetGroupArn ?? "";
  await elbv2.send(
    new CreateRuleCommand({
      ListenerArn: account.listener,
      Priority: 90,
      Conditions: [{ Field: "path-pattern", Values: [`/${STRANGERS}/*`] }],
      Actions: [{ Type: "forward", TargetGroupArn }],
    }),
  );
  return TargetGroupArn;
}

/** Takes down how all of it stands, once it does. */
export function takeStrangersDown({ input, simulator: { world } }: ChaosWorld): void {
  const objects = objectsOf(world);
  input.strangers = { objects, names: new Set([...objects.keys()].map((key) => key.split(" ")[1] ?? "")) };
}
