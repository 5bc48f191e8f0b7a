import {
  AttachTrafficSourcesCommand,
  type AutoScalingClient,
  DescribeTrafficSourcesCommand,
  DetachTrafficSourcesCommand,
} from "@aws-sdk/client-auto-scaling";
import { Rejected } from "../../errors/errors.ts";
import { allPages } from "../pages.ts";

/**
 * Attaches one target group beside those the group has (aws-facts 1.2: additive). Its state becomes InService in time. That
 * a zonal shift suits the load balancer was looked at when the fleet's first group got it: blue is attached as well.
 */
export async function attachTargetGroup(client: AutoScalingClient, name: string, arn: string): Promise<void> {
  const asked = { ...source(name, arn), SkipZonalShiftValidation: true };
  await client.send(new AttachTrafficSourcesCommand(asked));
}

/**
 * Detaches one target group: its targets are deregistered and drain, the instances keep running (aws-facts 1.2). One
 * that is detached already is fine; AWS says so in the words of a ValidationError.
 */
export async function detachTargetGroup(client: AutoScalingClient, name: string, arn: string): Promise<void> {
  try {
    await client.send(new DetachTrafficSourcesCommand(source(name, arn)));
  } catch (error) {
    if (!(error instanceof Rejected && /not part of the group/i.test(error.message))) throw error;
  }
}

/** State of each traffic source of the group by ARN: Adding, Added, InService, Removing (aws-facts 1.2). */
export async function trafficSourceStates(
  client: AutoScalingClient,
  name: string,
): Promise<Map<string, string>> {
  const sources = await allPages(async (NextToken) => {
    const answer = await client.send(
      new DescribeTrafficSourcesCommand({ AutoScalingGroupName: name, NextToken }),
    );
    return { items: answer.TrafficSources, next: answer.NextToken };
  });
  return new Map(
    sources.map(({ Identifier, TrafficSource, State }) => [Identifier ?? TrafficSource ?? "", State ?? ""]),
  );
}

const source = (name: string, arn: string) => ({
  AutoScalingGroupName: name,
  TrafficSources: [{ Identifier: arn, Type: "elbv2" }],
});
