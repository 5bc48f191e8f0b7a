import {
  DescribeInstanceInformationCommand,
  type InstanceInformationStringFilter,
  type SSMClient,
} from "@aws-sdk/client-ssm";
import { allPages } from "../pages.ts";

/** The most that a page holds (aws-facts 1.5). */
const PAGE = 50;

/**
 * How many servers of an Auto Scaling group have an agent that Systems Manager hears: one call for each fifty. An agent
 * registers seconds to minutes after its server has booted, and a command by tag goes to those alone that have. Whether
 * one is heard is read from the answer: a filter by tag can't be combined with others (SSM/DescribeInstanceInformation).
 */
export const onlineServers = (client: SSMClient, group: string): Promise<number> =>
  onlineBy(client, { Key: "tag:aws:autoscaling:groupName", Values: [group] });

/** The same of these servers, fifty at most. */
export const onlineAmong = (client: SSMClient, ids: readonly string[]): Promise<number> =>
  onlineBy(client, { Key: "InstanceIds", Values: [...ids] });

async function onlineBy(client: SSMClient, filter: InstanceInformationStringFilter): Promise<number> {
  const found = await allPages(async (NextToken) => {
    const answer = await client.send(
      new DescribeInstanceInformationCommand({ Filters: [filter], MaxResults: PAGE, NextToken }),
    );
    return { items: answer.InstanceInformationList, next: answer.NextToken };
  });
  return found.filter(({ PingStatus }) => PingStatus === "Online").length;
}
