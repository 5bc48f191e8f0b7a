import {
  type Command,
  type CommandInvocation,
  ListCommandInvocationsCommand,
  ListCommandsCommand,
  SendCommandCommand,
  type SSMClient,
} from "@aws-sdk/client-ssm";
import { NotFound, ServiceUnavailable } from "../../errors/errors.ts";
import { allPages } from "../pages.ts";

/** Which servers run a command: those of an Auto Scaling group, or fifty by name at most (aws-facts 1.5). */
export type CommandTargets = { readonly group: string } | { readonly servers: readonly string[] };

interface CommandOrder {
  readonly document: string;
  readonly commands: readonly string[];
  /** At most 100 characters; SendCommand has no client token, so the command is found again by it. */
  readonly comment: string;
  readonly timeoutSeconds: number;
}

/** AWS's own documents that run a script take its time limit as a parameter; others may not know it. */
const SCRIPT_DOCUMENTS = new Set(["AWS-RunShellScript", "AWS-RunPowerShellScript"]);

/**
 * Sends a command to every server of a group, through the tag that Auto Scaling puts on each, or to these servers, and answers the
 * command's id. It runs on all servers at once, and goes on when it fails on one: with the defaults, 50 at a time and stop
 * at the first error, some servers would never get it (aws-facts 1.5). TimeoutSeconds is for delivery only (30 s or more).
 */
export async function sendCommandTo(
  client: SSMClient,
  targets: CommandTargets,
  order: CommandOrder,
): Promise<string> {
  const { document, commands, comment, timeoutSeconds } = order;
  const { Command: sent } = await client.send(
    new SendCommandCommand({
      DocumentName: document,
      Targets: [
        "group" in targets
          ? { Key: "tag:aws:autoscaling:groupName", Values: [targets.group] }
          : { Key: "InstanceIds", Values: [...targets.servers] },
      ],
      Parameters: {
        commands: [...commands],
        ...(SCRIPT_DOCUMENTS.has(document) && { executionTimeout: [String(timeoutSeconds)] }),
      },
      Comment: comment,
      TimeoutSeconds: Math.max(30, timeoutSeconds),
      MaxConcurrency: "100%",
      MaxErrors: "100%",
    }),
  );
  if (sent?.CommandId) return sent.CommandId;
  const whom = "group" in targets ? targets.group : targets.servers.join(", ");
  throw new ServiceUnavailable(
    `SendCommand to ${whom} answered no command id: look for its comment "${comment}"`,
  );
}

interface CommandSearch {
  readonly document: string;
  readonly comment: string;
  /** Milliseconds since 1970; give it a margin for the clocks. */
  readonly sinceMs: number;
}

/** Id of the command with exactly this comment, or undefined. Comments cannot be filtered by, so pages are read. */
export async function findCommand(client: SSMClient, search: CommandSearch): Promise<string | undefined> {
  // The filter takes seconds: `2021-07-07T00:00:00Z` (SSM/CommandFilter).
  const since = `${new Date(search.sinceMs).toISOString().slice(0, 19)}Z`;
  const hasComment = ({ Comment }: Command): boolean => Comment === search.comment;
  const commands = await allPages(
    async (NextToken) => {
      const answer = await client.send(
        new ListCommandsCommand({
          Filters: [
            { key: "DocumentName", value: search.document },
            { key: "InvokedAfter", value: since },
          ],
          MaxResults: 50,
          NextToken,
        }),
      );
      return { items: answer.Commands, next: answer.NextToken };
    },
    (found) => found.some(hasComment),
  );
  return commands.find(hasComment)?.CommandId;
}

export interface CommandProgress {
  readonly targeted: number;
  /** Servers on which it has ended, well or badly. */
  readonly completed: number;
  /** Servers on which it failed, ran out of time, or never arrived. */
  readonly failed: number;
  /** Of them those on which it never arrived: their agent did not answer in time. */
  readonly unreached: number;
  /** Pending, InProgress, Success, Failed, TimedOut, Cancelled … */
  readonly status: string;
}

/** How far a command is: one call, however many servers. Throws NotFound. */
export async function commandProgress(client: SSMClient, id: string): Promise<CommandProgress> {
  const { Commands = [] } = await client.send(new ListCommandsCommand({ CommandId: id }));
  const [command] = Commands;
  if (!command) throw new NotFound(`command ${id} is not known: Systems Manager keeps commands for 30 days`);
  return {
    targeted: command.TargetCount ?? 0,
    completed: command.CompletedCount ?? 0,
    failed: (command.ErrorCount ?? 0) + (command.DeliveryTimedOutCount ?? 0),
    unreached: command.DeliveryTimedOutCount ?? 0,
    status: command.Status ?? "Pending",
  };
}

/** The servers on which a command succeeded: one call for each fifty. */
export async function succeededServers(client: SSMClient, id: string): Promise<Set<string>> {
  const invocations = await allPages(async (NextToken) => {
    const asked = { CommandId: id, MaxResults: 50, NextToken };
    const answer = await client.send(new ListCommandInvocationsCommand(asked));
    return { items: answer.CommandInvocations, next: answer.NextToken };
  });
  const well = invocations.filter(({ Status }) => Status === "Success");
  return new Set(well.map(({ InstanceId }) => InstanceId ?? ""));
}

export interface CommandFailure {
  readonly id: string;
  readonly detail: string;
}

/** Ends of an invocation that are no success (SSM/CommandInvocation). */
const ENDED_BADLY = new Set(["Failed", "TimedOut", "Cancelled"]);
/** Of a failed command's output: enough to see what it was, too little to fill a ledger entry. */
const SHOWN_CHARACTERS = 300;

/** Up to `limit` servers on which the command did not succeed, with the end of what it said. */
export async function commandFailures(
  client: SSMClient,
  id: string,
  limit: number,
): Promise<CommandFailure[]> {
  const bad = ({ Status }: CommandInvocation): boolean => ENDED_BADLY.has(Status ?? "");
  const invocations = await allPages(
    async (NextToken) => {
      const asked = { CommandId: id, Details: true, MaxResults: 50, NextToken };
      const answer = await client.send(new ListCommandInvocationsCommand(asked));
      return { items: answer.CommandInvocations, next: answer.NextToken };
    },
    (found) => found.filter(bad).length >= limit,
  );
  return invocations
    .filter(bad)
    .slice(0, limit)
    .map((invocation) => ({ id: invocation.InstanceId ?? "", detail: detailOf(invocation) }));
}

function detailOf({ Status, StatusDetails, CommandPlugins = [] }: CommandInvocation): string {
  const plugin = CommandPlugins.find((each) => ENDED_BADLY.has(each.Status ?? ""));
  const said = (plugin?.Output ?? "").trim().slice(-SHOWN_CHARACTERS);
  const code = plugin?.ResponseCode === undefined ? "" : ` with exit code ${plugin.ResponseCode}`;
  return `${StatusDetails ?? Status ?? "failed"}${code}${said && `: ${said}`}`;
}
