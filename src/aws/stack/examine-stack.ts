import {
  CloudFormationClient,
  DescribeStacksCommand,
  ListStackResourcesCommand,
} from "@aws-sdk/client-cloudformation";
import { CloudTrailClient } from "@aws-sdk/client-cloudtrail";
import { DescribeRuleCommand, EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { GetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { translateError } from "../../errors/aws-codes.ts";
import { AWS_TIME_LIMITS } from "../../errors/time-limits.ts";
import { type ClientSettings, withTimeLimits } from "../clients.ts";
import { readTrails } from "./read-trails.ts";

interface StackResource {
  /** `SweepSchedule` */
  readonly name: string;
  /** `AWS::Events::Rule` */
  readonly type: string;
  readonly id: string;
}

interface Stack {
  /** `UPDATE_COMPLETE` */
  readonly status: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly resources: readonly StackResource[];
}

/** What may be asked of a deployed stack; each throws errors of ours. */
export interface StackReader {
  stack(name: string): Promise<Stack>;
  /** Whether a rule on the default bus is enabled. */
  isRuleEnabled(name: string): Promise<boolean>;
  /** How many messages wait in a queue, those included that somebody looks at now. */
  waiting(queueUrl: string): Promise<number>;
  /** Names of the trails that keep what is changed in this Region, logins among it, and are on. */
  trails(): Promise<readonly string[]>;
}

export function stackReader(settings: ClientSettings): StackReader {
  const made = withTimeLimits(settings, AWS_TIME_LIMITS);
  const cloudFormation = new CloudFormationClient(made);
  const events = new EventBridgeClient(made);
  // Else it would leave the endpoint that everything else goes to.
  const sqs = new SQSClient({ ...made, useQueueUrlAsEndpoint: false });
  const cloudTrail = new CloudTrailClient(made);
  return {
    stack: (name) => asked("DescribeStacks", () => readStack(cloudFormation, name)),
    isRuleEnabled: (Name) =>
      asked(
        "DescribeRule",
        async () => (await events.send(new DescribeRuleCommand({ Name }))).State !== "DISABLED",
      ),
    waiting: (QueueUrl) => asked("GetQueueAttributes", () => countMessages(sqs, QueueUrl)),
    trails: () => asked("DescribeTrails", () => readTrails(cloudTrail)),
  };
}

async function asked<T>(action: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw translateError(error, action);
  }
}

async function readStack(client: CloudFormationClient, StackName: string): Promise<Stack> {
  const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName }));
  const resources: StackResource[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(new ListStackResourcesCommand({ StackName, NextToken }));
    for (const {
      LogicalResourceId: name,
      ResourceType: type,
      PhysicalResourceId: id,
    } of page.StackResourceSummaries ?? [])
      if (name !== undefined && type !== undefined && id !== undefined) resources.push({ name, type, id });
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  const outputs = Stacks[0]?.Outputs?.map(
    ({ OutputKey = "", OutputValue = "" }) => [OutputKey, OutputValue] as const,
  );
  return {
    status: Stacks[0]?.StackStatus ?? "unknown",
    outputs: Object.fromEntries(outputs ?? []),
    resources,
  };
}

async function countMessages(client: SQSClient, QueueUrl: string): Promise<number> {
  const { Attributes } = await client.send(
    new GetQueueAttributesCommand({
      QueueUrl,
      AttributeNames: ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
    }),
  );
  return (
    Number(Attributes?.ApproximateNumberOfMessages ?? 0) +
    Number(Attributes?.ApproximateNumberOfMessagesNotVisible ?? 0)
  );
}
