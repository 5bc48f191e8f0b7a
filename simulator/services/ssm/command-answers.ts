import type { Command, CommandInvocation, GetCommandInvocationResult } from "@aws-sdk/client-ssm";
import { toleratedErrors } from "./rate-control.ts";
import type { CommandRecord, InvocationRecord } from "./state.ts";

/** aws-facts 1.5: what GetCommandInvocation shows of each stream. */
const MOST_STDOUT = 24_000;
const MOST_STDERR = 8_000;
/** What ListCommandInvocations shows of a plugin's output (SSM/CommandPlugin). */
const MOST_PLUGIN_OUTPUT = 2_500;
const PLUGIN = "aws:runShellScript";

interface CommandStatus {
  readonly status: "Pending" | "InProgress" | "Success" | "Cancelled" | "Failed" | "TimedOut" | "Cancelling";
  readonly details: string;
}

/**
 * The status of a whole command (SSM/Command StatusDetails): failed or timed out when MaxErrors or more invocations
 * are; `Incomplete` when fewer are, but not all succeeded.
 */
export function commandStatus(command: CommandRecord): CommandStatus {
  const { succeeded, errors, deliveryTimeouts, cancelled, open } = command.progress;
  const total = command.invocations.size;
  const ended = succeeded + errors + deliveryTimeouts + cancelled;
  if (total === 0) return { status: "Success", details: "NoInstancesInTag" };
  if (ended < total) {
    if (command.cancelRequested) return same("Cancelling");
    return same(open + ended > 0 ? "InProgress" : "Pending");
  }
  const tooMany = Math.max(1, toleratedErrors(command));
  if (command.cancelRequested && cancelled > 0) return same("Cancelled");
  if (errors >= tooMany) return same("Failed");
  if (deliveryTimeouts >= tooMany) return { status: "TimedOut", details: "DeliveryTimedOut" };
  return succeeded === total ? same("Success") : { status: "Failed", details: "Incomplete" };
}

/** A command as the API shows it. */
export function apiCommand(command: CommandRecord): Command {
  const { succeeded, errors, deliveryTimeouts, cancelled } = command.progress;
  const { status, details } = commandStatus(command);
  return {
    CommandId: command.id,
    DocumentName: command.documentName,
    DocumentVersion: "$DEFAULT",
    Comment: command.comment,
    Parameters: mutable(command.parameters),
    InstanceIds: [...command.instanceIds],
    Targets: command.targets.map(({ key, values }) => ({ Key: key, Values: [...values] })),
    RequestedDateTime: new Date(command.requestedAt),
    ExpiresAfter: new Date(command.expiresAt),
    Status: status,
    StatusDetails: details,
    MaxConcurrency: command.maxConcurrency,
    MaxErrors: command.maxErrors,
    TargetCount: command.invocations.size,
    CompletedCount: succeeded + errors + deliveryTimeouts + cancelled,
    ErrorCount: errors,
    DeliveryTimedOutCount: deliveryTimeouts,
    TimeoutSeconds: command.deliverySeconds,
  };
}

/** An invocation as ListCommandInvocations shows it; its plugin only when details are asked for. */
export function apiInvocation(
  command: CommandRecord,
  invocation: InvocationRecord,
  withDetails: boolean,
): CommandInvocation {
  return {
    CommandId: command.id,
    InstanceId: invocation.instanceId,
    Comment: command.comment,
    DocumentName: command.documentName,
    DocumentVersion: "$DEFAULT",
    RequestedDateTime: new Date(command.requestedAt),
    Status: invocation.status,
    StatusDetails: invocation.statusDetails,
    CommandPlugins: withDetails ? [plugin(invocation)] : [],
  };
}

/** An invocation as GetCommandInvocation shows it. */
export function apiInvocationDetails(
  command: CommandRecord,
  invocation: InvocationRecord,
): GetCommandInvocationResult {
  const { startedAt, endedAt } = invocation;
  return {
    CommandId: command.id,
    InstanceId: invocation.instanceId,
    Comment: command.comment,
    DocumentName: command.documentName,
    DocumentVersion: "$DEFAULT",
    PluginName: PLUGIN,
    ResponseCode: responseCode(invocation),
    ExecutionStartDateTime: isoOrEmpty(startedAt),
    ExecutionEndDateTime: startedAt === null ? "" : isoOrEmpty(endedAt),
    ExecutionElapsedTime: startedAt === null || endedAt === null ? "" : `PT${(endedAt - startedAt) / 1000}S`,
    Status: invocation.status,
    StatusDetails: invocation.statusDetails,
    StandardOutputContent: invocation.output.slice(0, MOST_STDOUT),
    StandardErrorContent: errorOutput(invocation).slice(0, MOST_STDERR),
  };
}

function plugin(invocation: InvocationRecord): NonNullable<CommandInvocation["CommandPlugins"]>[number] {
  const { startedAt, endedAt } = invocation;
  return {
    Name: PLUGIN,
    Status:
      invocation.status === "Delayed" || invocation.status === "Cancelling"
        ? "InProgress"
        : invocation.status,
    StatusDetails: invocation.statusDetails,
    ResponseCode: responseCode(invocation),
    ...(startedAt !== null && { ResponseStartDateTime: new Date(startedAt) }),
    ...(startedAt !== null && endedAt !== null && { ResponseFinishDateTime: new Date(endedAt) }),
    Output: `${invocation.output}${errorOutput(invocation)}`.slice(0, MOST_PLUGIN_OUTPUT),
  };
}

// -1: the command has not ended by itself (SSM/GetCommandInvocation).
const responseCode = ({ exitCode }: InvocationRecord): number => exitCode ?? -1;

const errorOutput = ({ exitCode }: InvocationRecord): string =>
  exitCode === null || exitCode === 0 ? "" : `failed to run commands: exit status ${exitCode}`;

const isoOrEmpty = (instant: number | null): string =>
  instant === null ? "" : new Date(instant).toISOString();

const same = (status: CommandStatus["status"]): CommandStatus => ({ status, details: status });

const mutable = (parameters: CommandRecord["parameters"]): Record<string, string[]> =>
  Object.fromEntries(Object.entries(parameters).map(([name, values]) => [name, [...values]]));
