import {
  DeleteAutoScalingGroupCommand,
  DescribeAutoScalingGroupsCommand,
} from "@aws-sdk/client-auto-scaling";
import { DeleteLaunchTemplateCommand } from "@aws-sdk/client-ec2";
import {
  DeleteLoadBalancerCommand,
  DeleteTargetGroupCommand,
  DescribeLoadBalancersCommand,
  DescribeTargetGroupsCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { DeleteParameterCommand } from "@aws-sdk/client-ssm";
import { setTimeout } from "node:timers/promises";
import { type Clients, confirmed, namesOf, openClients, say, unlessMissing } from "./team.ts";

const POLL_SECONDS = 5;
/** Servers are terminated in a minute or two. */
const LONGEST_SECONDS = 900;

/** Takes away all that `make` made, and all groups that moult made of it. May be run again. */
export async function clean({
  name,
  confirm,
}: {
  readonly name: string;
  readonly confirm: string;
}): Promise<void> {
  await confirmed(confirm, [
    `Would delete every Auto Scaling group with the tag moult:fleet=${name} and its servers, the load balancer ${name}, its`,
    `target groups, the launch template ${name} and the parameter ${namesOf(name).channel}.`,
  ]);
  const clients = openClients();
  await deleteGroups(name, clients);
  await deleteFront(name, clients);
  await unlessMissing(clients.ec2.send(new DeleteLaunchTemplateCommand({ LaunchTemplateName: name })));
  await unlessMissing(clients.ssm.send(new DeleteParameterCommand({ Name: namesOf(name).channel })));
  say(
    "Nothing of it is left. The stack goes with: npx serverless remove --stage <stage>, and its table as docs/deploy.md says.",
  );
}

async function deleteGroups(name: string, { autoScaling }: Clients): Promise<void> {
  const ask = new DescribeAutoScalingGroupsCommand({
    Filters: [{ Name: "tag:moult:fleet", Values: [name] }],
  });
  const asked = new Set<string>();
  for (let seconds = 0; seconds <= LONGEST_SECONDS; seconds += POLL_SECONDS) {
    const { AutoScalingGroups = [] } = await autoScaling.send(ask);
    if (AutoScalingGroups.length === 0) return;
    for (const { AutoScalingGroupName = "" } of AutoScalingGroups) {
      if (asked.has(AutoScalingGroupName)) continue;
      asked.add(AutoScalingGroupName);
      say(`deleting the group ${AutoScalingGroupName} and its servers`);
      await autoScaling.send(new DeleteAutoScalingGroupCommand({ AutoScalingGroupName, ForceDelete: true }));
    }
    await setTimeout(POLL_SECONDS * 1000);
  }
  throw new Error(`the groups are not gone after ${LONGEST_SECONDS} s: run it again`);
}

async function deleteFront(name: string, { elbv2 }: Clients): Promise<void> {
  const found = await unlessMissing(elbv2.send(new DescribeLoadBalancersCommand({ Names: [name] })));
  const LoadBalancerArn = found?.LoadBalancers?.[0]?.LoadBalancerArn;
  if (LoadBalancerArn !== undefined) await elbv2.send(new DeleteLoadBalancerCommand({ LoadBalancerArn }));
  for (const Name of namesOf(name).targetGroups) {
    const groups = await unlessMissing(elbv2.send(new DescribeTargetGroupsCommand({ Names: [Name] })));
    const TargetGroupArn = groups?.TargetGroups?.[0]?.TargetGroupArn;
    if (TargetGroupArn !== undefined) await elbv2.send(new DeleteTargetGroupCommand({ TargetGroupArn }));
  }
}
