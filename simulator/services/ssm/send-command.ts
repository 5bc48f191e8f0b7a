import type {
  CancelCommandRequest,
  CancelCommandResult,
  SendCommandRequest,
  SendCommandResult,
} from "@aws-sdk/client-ssm";
import type { WorldState } from "../../world/state.ts";
import type { World } from "../../world/world.ts";
import { type Operation, ServiceFault } from "../operation.ts";
import { apiCommand } from "./command-answers.ts";
import { cancelWaiting, executionSeconds, runCommand } from "./command-run.ts";
import { targetsOf } from "./command-targets.ts";
import { checkRates, DEFAULT_MAX_CONCURRENCY, DEFAULT_MAX_ERRORS } from "./rate-control.ts";
import type { CommandRecord, InvocationRecord } from "./state.ts";
import { invalid } from "./validation.ts";

const DEFAULT_DELIVERY_SECONDS = 3600;
/** The documents that exist, with the parameters each takes. */
const DOCUMENTS: Readonly<Record<string, readonly string[]>> = {
  "AWS-RunShellScript": ["commands", "workingDirectory", "executionTimeout"],
};

/** Sends a command to at most 50 named instances, or to those that meet up to 5 criteria (aws-facts 1.5). */
export const sendCommand: Operation<SendCommandRequest, SendCommandResult> = {
  kind: "write",
  accepts: [
    ...(["InstanceIds", "Targets", "DocumentName", "Parameters", "Comment"] as const),
    ...(["TimeoutSeconds", "MaxConcurrency", "MaxErrors"] as const),
  ],
  handle: (input, { world }) => {
    check(input);
    const command = newCommand(world, input, targetsOf(world, input.InstanceIds, input.Targets));
    world.state.commands.set(command.id, command);
    world.happened("ssm", "command-sent", command.id, { targets: command.invocations.size });
    runCommand(world, command.id);
    return { Command: apiCommand(command) };
  },
};

/** Best effort (aws-facts 1.5): what has not started does not start; what runs goes on. */
export const cancelCommand: Operation<CancelCommandRequest, CancelCommandResult> = {
  kind: "write",
  accepts: ["CommandId", "InstanceIds"],
  handle: (input, { world }) => {
    cancelWaiting(world, commandOf(world.state, input.CommandId), input.InstanceIds ?? []);
    return {};
  },
};

/** The command by id. Throws `InvalidCommandId`. */
export function commandOf(state: WorldState, id: string | undefined): CommandRecord {
  const command = state.commands.get(id ?? "");
  if (!command) throw new ServiceFault("InvalidCommandId", `The command ID '${id}' is not valid.`);
  return command;
}

function check(input: SendCommandRequest): void {
  checkDocument(input);
  const seconds = input.TimeoutSeconds ?? DEFAULT_DELIVERY_SECONDS;
  if (seconds < 30 || seconds > 2_592_000) {
    throw invalid(`Value '${seconds}' at 'timeoutSeconds' failed to satisfy constraint: from 30 to 2592000`);
  }
  if ((input.Comment ?? "").length > 100) throw invalid("Value at 'comment' is longer than 100 characters");
  checkRates(input.MaxConcurrency ?? DEFAULT_MAX_CONCURRENCY, input.MaxErrors ?? DEFAULT_MAX_ERRORS);
}

function checkDocument({ DocumentName, Parameters = {} }: SendCommandRequest): void {
  const name = DocumentName ?? "";
  const known = Object.hasOwn(DOCUMENTS, name) && DOCUMENTS[name];
  if (!known) throw new ServiceFault("InvalidDocument", `Document with name ${DocumentName} does not exist.`);
  const unknown = Object.keys(Parameters).filter((each) => !known.includes(each));
  if (unknown.length === 0 && Parameters["commands"] !== undefined) return;
  const what = unknown.length > 0 ? `unknown: ${unknown.join(", ")}` : "missing: commands";
  throw new ServiceFault("InvalidParameters", `Parameters of ${DocumentName}: ${what}.`);
}

function newCommand(world: World, input: SendCommandRequest, targets: string[]): CommandRecord {
  const parameters = input.Parameters ?? {};
  const deliverySeconds = input.TimeoutSeconds ?? DEFAULT_DELIVERY_SECONDS;
  return {
    id: world.newUuid(),
    documentName: input.DocumentName ?? "",
    parameters,
    comment: input.Comment ?? "",
    requestedAt: world.now(),
    expiresAt: world.now() + (deliverySeconds + executionSeconds(parameters)) * 1000,
    deliverySeconds,
    instanceIds: input.InstanceIds ?? [],
    maxConcurrency: input.MaxConcurrency ?? DEFAULT_MAX_CONCURRENCY,
    maxErrors: input.MaxErrors ?? DEFAULT_MAX_ERRORS,
    targets: (input.Targets ?? []).map(({ Key = "", Values = [] }) => ({ key: Key, values: Values })),
    invocations: new Map(targets.map((instanceId) => [instanceId, newInvocation(instanceId)])),
    cancelRequested: false,
    progress: {
      waiting: targets,
      taken: 0,
      open: 0,
      succeeded: 0,
      errors: 0,
      deliveryTimeouts: 0,
      cancelled: 0,
    },
  };
}

const newInvocation = (instanceId: string): InvocationRecord => ({
  instanceId,
  status: "Pending",
  statusDetails: "Pending",
  exitCode: null,
  output: "",
  attemptedAt: null,
  startedAt: null,
  endedAt: null,
});
