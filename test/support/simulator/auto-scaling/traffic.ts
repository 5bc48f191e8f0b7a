import { DescribeTrafficSourcesCommand } from "@aws-sdk/client-auto-scaling";
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
  ModifyTargetGroupAttributesCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { PROVISIONING_SECONDS } from "../../../../simulator/services/elbv2/load-balancers/provisioning.ts";
import type { Connect } from "../both-ways.ts";
import { connectGroups, type GroupAccount } from "./account.ts";

/** An account with a listener that forwards to the target group `arn`, whose deregistration delay is a minute. */
export async function connectTraffic(connect: Connect, imageTags: Record<string, string> = {}) {
  const account = await connectGroups(connect, imageTags);
  const elb = new ElasticLoadBalancingV2Client(account.clientOptions);
  const arn = await makeTargetGroup(account, elb, { name: "web", delaySeconds: 60 });
  await listen(account, elb, arn);
  const { run, asg } = account;
  return {
    ...account,
    elb,
    arn,
    targetGroup: (name: string, delaySeconds: number) =>
      makeTargetGroup(account, elb, { name, delaySeconds }),
    /** Target states by server. */
    targets: async () => {
      const answer = await run(elb.send(new DescribeTargetHealthCommand({ TargetGroupArn: arn })));
      const all = answer.TargetHealthDescriptions ?? [];
      return new Map(all.map(({ Target, TargetHealth }) => [Target?.Id ?? "", TargetHealth?.State]));
    },
    /** States of the group's traffic sources. */
    sources: async () => {
      const answer = await run(asg.send(new DescribeTrafficSourcesCommand({ AutoScalingGroupName: "web" })));
      return (answer.TrafficSources ?? []).map(
        ({ Identifier, State }) => `${Identifier === arn ? "web" : "other"}: ${State}`,
      );
    },
  };
}

interface Wanted {
  readonly name: string;
  readonly delaySeconds: number;
}

async function makeTargetGroup(
  { run }: GroupAccount,
  elb: ElasticLoadBalancingV2Client,
  { name, delaySeconds }: Wanted,
): Promise<string> {
  const input = {
    Name: name,
    Protocol: "HTTP",
    Port: 80,
    VpcId: "vpc-0default",
    HealthCheckIntervalSeconds: 10,
  } as const;
  const answer = await run(elb.send(new CreateTargetGroupCommand(input)));
  const TargetGroupArn = answer.TargetGroups?.[0]?.TargetGroupArn ?? "";
  const Attributes = [{ Key: "deregistration_delay.timeout_seconds", Value: String(delaySeconds) }];
  await run(elb.send(new ModifyTargetGroupAttributesCommand({ TargetGroupArn, Attributes })));
  return TargetGroupArn;
}

async function listen(
  { run, world }: GroupAccount,
  elb: ElasticLoadBalancingV2Client,
  arn: string,
): Promise<void> {
  const Subnets = ["subnet-a", "subnet-b"];
  const answer = await run(elb.send(new CreateLoadBalancerCommand({ Name: "web", Subnets })));
  const LoadBalancerArn = answer.LoadBalancers?.[0]?.LoadBalancerArn;
  const DefaultActions = [{ Type: "forward" as const, TargetGroupArn: arn }];
  const listener = { LoadBalancerArn, Protocol: "HTTP" as const, Port: 80, DefaultActions };
  await run(elb.send(new CreateListenerCommand(listener)));
  world.advanceTo(world.now() + PROVISIONING_SECONDS * 1000);
}
