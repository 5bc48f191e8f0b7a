import { DescribeAutoScalingGroupsCommand } from "@aws-sdk/client-auto-scaling";
import {
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { setTimeout } from "node:timers/promises";
import { type Clients, namesOf, openClients, say, unlessMissing } from "./team.ts";

const POLL_SECONDS = 10;

/** Says what changes, until it is stopped: weights, what the targets' states are, and the groups. Reads only. */
export async function look(name: string, polls: number): Promise<void> {
  const clients = openClients();
  let before = "";
  for (let poll = 0; poll < polls; poll += 1) {
    if (poll > 0) await setTimeout(POLL_SECONDS * 1000);
    const now = [await frontOf(name, clients), await groupsOf(name, clients)].join("  ");
    if (now !== before) say(`${new Date().toISOString().slice(11, 19)}  ${now}`);
    before = now;
  }
}

/** `a 90 healthy×2  b 10 healthy×2` */
async function frontOf(name: string, { elbv2 }: Clients): Promise<string> {
  const found = await unlessMissing(elbv2.send(new DescribeLoadBalancersCommand({ Names: [name] })));
  const LoadBalancerArn = found?.LoadBalancers?.[0]?.LoadBalancerArn;
  if (LoadBalancerArn === undefined) return "no load balancer";
  const { Listeners = [] } = await elbv2.send(new DescribeListenersCommand({ LoadBalancerArn }));
  const action = Listeners[0]?.DefaultActions?.[0];
  const weights = new Map(
    action?.ForwardConfig?.TargetGroups?.map((each) => [each.TargetGroupArn, each.Weight]) ?? [],
  );
  const groups = namesOf(name).targetGroups.map(async (each) => {
    const { TargetGroups = [] } = await elbv2.send(new DescribeTargetGroupsCommand({ Names: [each] }));
    const TargetGroupArn = TargetGroups[0]?.TargetGroupArn;
    const { TargetHealthDescriptions: targets = [] } = await elbv2.send(
      new DescribeTargetHealthCommand({ TargetGroupArn }),
    );
    const states = targets.map(({ TargetHealth }) =>
      `${TargetHealth?.State} ${TargetHealth?.Reason ?? ""}`.trim(),
    );
    return `${each} ${weights.get(TargetGroupArn) ?? "not named"} [${counted(states)}]`;
  });
  return (await Promise.all(groups)).join("  ");
}

async function groupsOf(name: string, { autoScaling }: Clients): Promise<string> {
  const Filters = [{ Name: "tag:moult:fleet", Values: [name] }];
  const { AutoScalingGroups = [] } = await autoScaling.send(
    new DescribeAutoScalingGroupsCommand({ Filters }),
  );
  return AutoScalingGroups.map(
    ({ AutoScalingGroupName, DesiredCapacity, Instances = [] }) =>
      `${AutoScalingGroupName} ${DesiredCapacity} [${counted(Instances.map(({ LifecycleState }) => LifecycleState ?? ""))}]`,
  ).join("  ");
}

const counted = (states: readonly string[]): string =>
  [...new Set(states)]
    .map((state) => `${state}×${states.filter((each) => each === state).length}`)
    .join(", ");
