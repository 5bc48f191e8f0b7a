import type {
  CommandFilter,
  GetCommandInvocationRequest,
  GetCommandInvocationResult,
  ListCommandInvocationsRequest,
  ListCommandInvocationsResult,
  ListCommandsRequest,
  ListCommandsResult,
} from "@aws-sdk/client-ssm";
import type { WorldState } from "../../world/state.ts";
import { type Operation, paginate, ServiceFault } from "../operation.ts";
import { apiCommand, apiInvocation, apiInvocationDetails, commandStatus } from "./command-answers.ts";
import { INVISIBLE_SECONDS } from "./command-run.ts";
import { commandOf } from "./send-command.ts";
import type { CommandRecord } from "./state.ts";
import { pageSize } from "./validation.ts";

/** Newest first, at most 50 per page. */
export const listCommands: Operation<ListCommandsRequest, ListCommandsResult> = {
  kind: "read",
  accepts: ["CommandId", "InstanceId", "Filters", "MaxResults", "NextToken"],
  handle: (input, { state }) => {
    const tests = (input.Filters ?? []).map((each) => commandFilter(each, (it) => commandStatus(it).status));
    const found = commandsAskedFor(state, input).filter((command) => tests.every((test) => test(command)));
    const { page, nextToken } = paginate(found, pageSize(input.MaxResults, { most: 50 }), input.NextToken);
    return { Commands: page.map(apiCommand), NextToken: nextToken };
  },
};

/** At most 50 per page; Details adds the plugin with its output. Just after sending there are none. */
export const listCommandInvocations: Operation<ListCommandInvocationsRequest, ListCommandInvocationsResult> =
  {
    kind: "read",
    accepts: ["CommandId", "InstanceId", "Filters", "Details", "MaxResults", "NextToken"],
    handle: (input, { state, now }) => {
      const found = commandsAskedFor(state, input)
        .filter((command) => isVisible(command, now))
        .flatMap((command) => invocationsAskedFor(command, input));
      const { page, nextToken } = paginate(found, pageSize(input.MaxResults, { most: 50 }), input.NextToken);
      const shown = page.map(({ command, invocation }) =>
        apiInvocation(command, invocation, input.Details === true),
      );
      return { CommandInvocations: shown, NextToken: nextToken };
    },
  };

/** Throws `InvocationDoesNotExist` just after sending too: the invocation comes into being a moment later. */
export const getCommandInvocation: Operation<GetCommandInvocationRequest, GetCommandInvocationResult> = {
  kind: "read",
  accepts: ["CommandId", "InstanceId", "PluginName"],
  handle: (input, { state, now }) => {
    const command = state.commands.get(input.CommandId ?? "");
    const invocation = command?.invocations.get(input.InstanceId ?? "");
    if (!command || !invocation || !isVisible(command, now)) {
      throw new ServiceFault(
        "InvocationDoesNotExist",
        "The command ID and managed node ID you specified did not match any invocations.",
      );
    }
    return apiInvocationDetails(command, invocation);
  },
};

const isVisible = (command: CommandRecord, now: number): boolean =>
  now >= command.requestedAt + INVISIBLE_SECONDS * 1000;

function commandsAskedFor(
  state: WorldState,
  input: Pick<ListCommandsRequest, "CommandId" | "InstanceId">,
): CommandRecord[] {
  const { CommandId, InstanceId } = input;
  const commands =
    CommandId === undefined ? [...state.commands.values()].toReversed() : [commandOf(state, CommandId)];
  return InstanceId === undefined
    ? commands
    : commands.filter(({ invocations }) => invocations.has(InstanceId));
}

function invocationsAskedFor(command: CommandRecord, input: ListCommandInvocationsRequest) {
  const tests = (input.Filters ?? []).map(
    (each) => (status: string) => commandFilter(each, () => status)(command),
  );
  const only = input.InstanceId === undefined ? undefined : command.invocations.get(input.InstanceId);
  return (only ? [only] : [...command.invocations.values()])
    .filter(({ status }) => tests.every((test) => test(status)))
    .map((invocation) => ({ command, invocation }));
}

function commandFilter(
  { key, value = "" }: CommandFilter,
  statusOf: (command: CommandRecord) => string,
): (command: CommandRecord) => boolean {
  if (key === "InvokedAfter") return ({ requestedAt }) => requestedAt >= instant(value);
  if (key === "InvokedBefore") return ({ requestedAt }) => requestedAt <= instant(value);
  if (key === "DocumentName") return ({ documentName }) => documentName === value;
  if (key === "Status") return (command) => statusOf(command) === value;
  throw new ServiceFault("InvalidFilterKey", `The filter key '${key}' is not valid.`);
}

function instant(value: string): number {
  const parsed = Date.parse(value);
  if (Number.isNaN(parsed)) throw new ServiceFault("InvalidFilterKey", `'${value}' is not a time.`);
  return parsed;
}
