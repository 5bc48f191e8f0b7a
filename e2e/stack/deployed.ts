import { createHash } from "node:crypto";
import {
  CloudFormationClient,
  DescribeStacksCommand,
  ListStackResourcesCommand,
} from "@aws-sdk/client-cloudformation";
import { GetRolePolicyCommand, IAMClient, ListRolePoliciesCommand } from "@aws-sdk/client-iam";
import { LambdaClient, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { readPolicies, type Statement } from "../../simulator/iam/statement.ts";
import type { Place } from "./place.ts";

/** A function as it stands in the emulated account, with what its role may do as CloudFormation resolved it. */
export interface DeployedFunction {
  /** `admit` */
  readonly name: string;
  readonly arn: string;
  readonly statements: readonly Statement[];
  /** What its process signs with, wherever it calls. */
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken: string;
  };
}

export interface DeployedStack {
  readonly stage: string;
  /** The physical id of each resource, by its logical id. */
  readonly resources: Readonly<Record<string, string>>;
  readonly outputs: Readonly<Record<string, string>>;
  readonly functions: readonly DeployedFunction[];
}

/** Reads a stack that stands. */
export async function readStack(stage: string, place: Place): Promise<DeployedStack> {
  const StackName = `moult-${stage}`;
  const cloudFormation = new CloudFormationClient(place);
  const { Stacks = [] } = await cloudFormation.send(new DescribeStacksCommand({ StackName }));
  const outputs =
    Stacks[0]?.Outputs?.map(({ OutputKey = "", OutputValue = "" }) => [OutputKey, OutputValue]) ?? [];
  return {
    stage,
    resources: await resourcesOf(StackName, cloudFormation),
    outputs: Object.fromEntries(outputs),
    functions: await functionsOf(StackName, place),
  };
}

async function resourcesOf(StackName: string, client: CloudFormationClient): Promise<Record<string, string>> {
  const resources: Record<string, string> = {};
  let NextToken: string | undefined;
  do {
    const page = await client.send(new ListStackResourcesCommand({ StackName, NextToken }));
    for (const { LogicalResourceId = "", PhysicalResourceId = "" } of page.StackResourceSummaries ?? [])
      resources[LogicalResourceId] = PhysicalResourceId;
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return resources;
}

async function functionsOf(stack: string, place: Place): Promise<DeployedFunction[]> {
  const { Functions = [] } = await new LambdaClient(place).send(new ListFunctionsCommand({ MaxItems: 200 }));
  const own = Functions.filter(({ FunctionName }) => FunctionName?.startsWith(`${stack}-`));
  return Promise.all(
    own.map(async ({ FunctionName = "", FunctionArn: arn = "", Role = "" }) => ({
      name: FunctionName.slice(stack.length + 1),
      arn,
      statements: await statementsOf(Role.split("/").at(-1) ?? "", place),
      credentials: sessionOf(arn, Role),
    })),
  );
}

async function statementsOf(RoleName: string, place: Place): Promise<readonly Statement[]> {
  const iam = new IAMClient(place);
  const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
  const documents = await Promise.all(
    PolicyNames.map(async (PolicyName) => {
      const { PolicyDocument = "" } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
      return (JSON.parse(decodeURIComponent(PolicyDocument)) as { Statement: unknown[] }).Statement;
    }),
  );
  return readPolicies({ [RoleName]: documents.flat() })[RoleName] ?? [];
}

/** The session that MiniStack 1.5.33 gives a function's process, worked out as it does. */
function sessionOf(arn: string, role: string): DeployedFunction["credentials"] {
  const hex = (text: string): string => createHash("sha256").update(text).digest("hex");
  const digest = hex(`${arn}:${role}`);
  return {
    accessKeyId: `ASIA${digest.slice(0, 16).toUpperCase()}`,
    secretAccessKey: hex(`secret:${digest}`),
    sessionToken: hex(`token:${digest}`),
  };
}
