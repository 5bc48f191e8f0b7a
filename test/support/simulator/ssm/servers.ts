import {
  GetCommandInvocationCommand,
  ListCommandInvocationsCommand,
  ListCommandsCommand,
  SendCommandCommand,
  type SendCommandCommandInput,
  SSMClient,
} from "@aws-sdk/client-ssm";
import { launchInstances } from "../../../../simulator/services/ec2/instances/launch.ts";
import type { Connect } from "../both-ways.ts";
import { connectFurnished, eventsOf, pass, registerImage } from "../ec2/furnished.ts";

/** An account with booted servers of one image, tagged fleet=web, and the calls of Run Command. */
export async function connectWithServers(connect: Connect, count: number, tags: Record<string, string> = {}) {
  const account = await connectFurnished(connect);
  const { run, world } = account;
  const ssm = new SSMClient(account.clientOptions);
  const ImageId = await registerImage(account, "web-1", tags);
  const launch = (number: number) =>
    launchInstances(world, {
      count: number,
      data: { ImageId, InstanceType: "t3.micro" },
      launchTemplate: null,
      subnetId: "subnet-a",
      tags: [{ key: "fleet", value: "web" }],
    }).map(({ id }) => id);
  const ids = launch(count);
  pass(world, 60);
  return {
    ...account,
    ssm,
    ids,
    launch,
    events: eventsOf(world),
    send: async (input: Partial<SendCommandCommandInput>) => {
      const base = { DocumentName: "AWS-RunShellScript", Parameters: { commands: ["/opt/selftest"] } };
      const answer = await run(ssm.send(new SendCommandCommand({ ...base, ...input })));
      return answer.Command?.CommandId ?? "";
    },
    command: async (CommandId: string) =>
      (await run(ssm.send(new ListCommandsCommand({ CommandId })))).Commands?.[0],
    invocation: (CommandId: string, InstanceId: string | undefined) =>
      run(ssm.send(new GetCommandInvocationCommand({ CommandId, InstanceId }))),
    statuses: async (CommandId: string) => {
      const answer = await run(ssm.send(new ListCommandInvocationsCommand({ CommandId })));
      return answer.CommandInvocations?.map(({ Status, StatusDetails }) => `${Status}/${StatusDetails}`);
    },
  };
}

/** Targets that name the servers by their tag. */
export const BY_TAG = { Targets: [{ Key: "tag:fleet", Values: ["web"] }] };
