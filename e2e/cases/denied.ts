import {
  AutoScalingClient,
  DeleteAutoScalingGroupCommand,
  UpdateAutoScalingGroupCommand,
} from "@aws-sdk/client-auto-scaling";
import {
  CreateLaunchTemplateVersionCommand,
  CreateTagsCommand,
  EC2Client,
  TerminateInstancesCommand,
} from "@aws-sdk/client-ec2";
import {
  ElasticLoadBalancingV2Client,
  ModifyListenerCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { EventBridgeClient, PutEventsCommand, PutRuleCommand } from "@aws-sdk/client-eventbridge";
import { GetRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { DeleteFunctionCommand, InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { SFNClient, StartExecutionCommand, StopExecutionCommand } from "@aws-sdk/client-sfn";
import { SendCommandCommand, SSMClient } from "@aws-sdk/client-ssm";
import type { Account } from "../../rehearsal/account.ts";
import type { DeployedFunction } from "../stack/deployed.ts";
import { expectThat } from "../report/expect.ts";
import { deleteItem, scanTable } from "../lab/table-calls.ts";
import type { E2eCase, Lab } from "../lab/lab.ts";

/** How a client is made that signs as one function does, towards one half of the account. */
interface Caller {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: DeployedFunction["credentials"];
  readonly maxAttempts: 1;
}

/** What a call may name: a fleet of another team than moult's, by its missing tag, and the stack. */
interface Around {
  readonly foreign: Account;
  readonly lab: Lab;
}

type Call = (caller: Caller, around: Around) => Promise<unknown>;

/** Towards the simulated services. By the action that a role has to name for it to be allowed. */
const SIMULATED: Readonly<Record<string, Call>> = {
  "ec2:TerminateInstances": (caller) =>
    new EC2Client(caller).send(new TerminateInstancesCommand({ InstanceIds: ["i-0123456789abcdef0"] })),
  "ec2:CreateLaunchTemplateVersion": (caller, { foreign }) =>
    new EC2Client(caller).send(
      new CreateLaunchTemplateVersionCommand({
        LaunchTemplateId: foreign.template,
        SourceVersion: "1",
        LaunchTemplateData: { ImageId: foreign.image },
      }),
    ),
  "ec2:CreateTags": (caller, { foreign }) =>
    new EC2Client(caller).send(
      new CreateTagsCommand({ Resources: [foreign.template], Tags: [{ Key: "moult:fleet", Value: "mine" }] }),
    ),
  "autoscaling:UpdateAutoScalingGroup": (caller, { foreign }) =>
    new AutoScalingClient(caller).send(
      new UpdateAutoScalingGroupCommand({ AutoScalingGroupName: foreign.group, MinSize: 0 }),
    ),
  "autoscaling:DeleteAutoScalingGroup": (caller, { foreign }) =>
    new AutoScalingClient(caller).send(
      new DeleteAutoScalingGroupCommand({ AutoScalingGroupName: foreign.group, ForceDelete: true }),
    ),
  "elasticloadbalancing:ModifyListener": (caller, { foreign }) =>
    new ElasticLoadBalancingV2Client(caller).send(
      new ModifyListenerCommand({
        ListenerArn: foreign.listener,
        DefaultActions: [{ Type: "forward", TargetGroupArn: foreign.targetGroups[1] }],
      }),
    ),
  "ssm:SendCommand": (caller, { foreign }) =>
    new SSMClient(caller).send(
      new SendCommandCommand({
        DocumentName: "AWS-RunShellScript",
        Targets: [{ Key: "tag:aws:autoscaling:groupName", Values: [foreign.group] }],
        Parameters: { commands: ["true"] },
      }),
    ),
};

/** Towards the emulated ones. */
const EMULATED: Readonly<Record<string, Call>> = {
  "dynamodb:DeleteItem": (caller, { lab }) => deleteItem(caller, lab),
  "dynamodb:Scan": (caller, { lab }) => scanTable(caller, lab),
  "states:StopExecution": (caller, { lab }) =>
    new SFNClient(caller).send(
      new StopExecutionCommand({
        executionArn: `${lab.stack.outputs["RolloutArn"]?.replace(":stateMachine:", ":execution:")}:none`,
      }),
    ),
  "states:StartExecution of the scan": (caller, { lab }) =>
    new SFNClient(caller).send(
      new StartExecutionCommand({ stateMachineArn: lab.stack.resources["Scan"], input: "{}" }),
    ),
  "lambda:DeleteFunction": (caller, { lab }) =>
    new LambdaClient(caller).send(new DeleteFunctionCommand({ FunctionName: lab.stack.functions[0]?.arn })),
  "iam:GetRole": (caller) => new IAMClient(caller).send(new GetRoleCommand({ RoleName: "admin" })),
  "events:PutRule": (caller) =>
    new EventBridgeClient(caller).send(
      new PutRuleCommand({ Name: "own", ScheduleExpression: "rate(1 minute)" }),
    ),
  "events:PutEvents of another source": (caller) =>
    new EventBridgeClient(caller).send(
      new PutEventsCommand({
        Entries: [{ Source: "fleet.watch", DetailType: "Instance Drift Detected", Detail: "{}" }],
      }),
    ),
};

const REFUSED = /^(AccessDenied|UnauthorizedOperation|NotAuthorized)/;

/** How a call that has to be refused went otherwise; undefined: it was refused. */
async function unlessRefused(call: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await call();
    return "was carried out";
  } catch (error) {
    const { name, message } = error as Error;
    return REFUSED.test(name) ? undefined : `ended with ${name}: ${message}`;
  }
}

/** A person's lift of a freeze goes by the door, and deletes it. */
const GRANTED = new Set(["operate dynamodb:DeleteItem"]);

/** What one function could do that it must not. */
async function allowedTo(own: DeployedFunction, around: Around): Promise<string[]> {
  const { account, place } = around.lab;
  const caller = { region: place.region, credentials: own.credentials, maxAttempts: 1 } as const;
  // One that has not run yet has no session: what it is called with here it refuses.
  await new LambdaClient(place).send(new InvokeCommand({ FunctionName: own.arn, Payload: '"nothing"' }));
  const halves = [
    [SIMULATED, account.url],
    [EMULATED, place.endpoint],
  ] as const;
  const found: string[] = [];
  for (const [calls, endpoint] of halves)
    for (const [action, call] of Object.entries(calls)) {
      if (GRANTED.has(`${own.name} ${action}`)) continue;
      const otherwise = await unlessRefused(() => call({ ...caller, endpoint }, around));
      if (otherwise !== undefined) found.push(`${own.name}: ${action} ${otherwise}`);
    }
  return found;
}

const FOREIGN = "foreign";

/** Every function signs as it does when it runs, and is refused, on both sides, what its role does not grant. */
export const denied: E2eCase = {
  name: "each function's role is denied what it should not do",
  fleets: [{ name: FOREIGN, team: { tagged: false, servers: 1 }, own: true }],
  afterwards: true,
  run: async (lab) => {
    const foreign = lab.account.fleets.get(FOREIGN);
    expectThat(foreign !== undefined, "there is no other team");
    const found: string[] = [];
    for (const own of lab.stack.functions) found.push(...(await allowedTo(own, { foreign, lab })));
    expectThat(found.length === 0, found.join("; "));
  },
};
