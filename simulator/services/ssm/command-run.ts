import type { World } from "../../world/world.ts";
import type { ServerScript } from "../ec2/state.ts";
import { isManaged, registersAt } from "./managed-instances.ts";
import { concurrencyOf, toleratedErrors } from "./rate-control.ts";
import type { CommandRecord, InvocationRecord, InvocationStatus } from "./state.ts";

/** From SendCommand until the invocations exist and the first of them start (aws-facts 1.5: not at once). */
export const INVISIBLE_SECONDS = 1;
/** AWS-RunShellScript's own default for `executionTimeout`. */
const DEFAULT_EXECUTION_SECONDS = 3600;
/** How soon delivery is tried again to an instance that is not yet running. */
const RETRY_SECONDS = 5;

type Outcome = "succeeded" | "errors" | "deliveryTimeouts" | "cancelled";

/** One invocation, by ids: what a scheduled action may hold on to. */
interface InvocationKey {
  readonly commandId: string;
  readonly instanceId: string;
}

/** Lets a command run that was just put into the world. */
export function runCommand(world: World, commandId: string): void {
  world.after(INVISIBLE_SECONDS, () => startWaiting(world, commandId));
}

/** Ends all invocations that wait for their turn, or those of `only`. Running ones go on: cancelling is best effort. */
export function cancelWaiting(world: World, command: CommandRecord, only: readonly string[]): void {
  command.cancelRequested = true;
  const ids = only.length > 0 ? only : command.invocations.keys();
  for (const id of ids) {
    const invocation = command.invocations.get(id);
    if (invocation?.status === "Pending") end(world, command, invocation, CANCELLED);
  }
  startWaiting(world, command.id);
}

/** Seconds after which a running command is stopped. */
export const executionSeconds = (parameters: CommandRecord["parameters"]): number =>
  Number(parameters["executionTimeout"]?.[0] ?? DEFAULT_EXECUTION_SECONDS);

function startWaiting(world: World, commandId: string): void {
  const command = world.state.commands.get(commandId);
  if (!command) return;
  const { progress } = command;
  const most = concurrencyOf(command);
  while (progress.taken < progress.waiting.length) {
    const tooManyErrors = progress.errors > toleratedErrors(command);
    if (!tooManyErrors && progress.open >= most) return;
    const instanceId = progress.waiting[progress.taken++] as string;
    const invocation = command.invocations.get(instanceId);
    if (invocation?.status !== "Pending") continue;
    if (tooManyErrors) {
      end(world, command, invocation, TERMINATED);
    } else {
      progress.open += 1;
      invocation.attemptedAt = world.now();
      deliver(world, { commandId, instanceId });
    }
  }
}

// Tries until the agent answers or the delivery timeout has passed.
function deliver(world: World, key: InvocationKey): void {
  const { command, invocation } = find(world, key);
  if (!command || invocation?.status !== "Pending") return;
  const instance = world.state.instances.get(key.instanceId);
  const deadline = (invocation.attemptedAt ?? 0) + command.deliverySeconds * 1000;
  if (instance && isManaged(instance, world.now())) {
    begin(world, { command, invocation, script: instance.script });
  } else if (world.now() >= deadline) {
    endOpen(world, command, invocation, DELIVERY_TIMED_OUT);
  } else {
    const comesUp = instance?.state === "pending" || instance?.state === "running";
    const managedAt = (instance && registersAt(instance)) ?? world.now() + RETRY_SECONDS * 1000;
    const next = comesUp ? Math.min(managedAt, deadline) : deadline;
    world.after((next - world.now()) / 1000, () => deliver(world, key));
  }
}

interface Delivered {
  readonly command: CommandRecord;
  readonly invocation: InvocationRecord;
  readonly script: ServerScript;
}

function begin(world: World, { command, invocation, script }: Delivered): void {
  invocation.status = "InProgress";
  invocation.statusDetails = "InProgress";
  invocation.startedAt = world.now();
  emitInvocation(world, command, invocation);
  const key = { commandId: command.id, instanceId: invocation.instanceId };
  const limit = executionSeconds(command.parameters);
  const seconds = secondsOf(script, textOf(command));
  if (seconds < limit) world.after(seconds, () => finish(world, key));
  else world.after(limit, () => timeOut(world, key));
}

function finish(world: World, key: InvocationKey): void {
  const { command, invocation } = find(world, key);
  if (!command || invocation?.status !== "InProgress") return;
  const instance = world.state.instances.get(key.instanceId);
  if (instance?.state !== "running") {
    // A server that has gone cannot report: its invocation stays in progress until the execution timeout.
    const left = executionSeconds(command.parameters) - (world.now() - (invocation.startedAt ?? 0)) / 1000;
    world.after(left, () => timeOut(world, key));
    return;
  }
  const text = textOf(command);
  invocation.exitCode = exitCodeOf(instance.script, text);
  invocation.output = text;
  endOpen(world, command, invocation, invocation.exitCode === 0 ? SUCCEEDED : FAILED);
}

const textOf = ({ parameters }: CommandRecord): string => (parameters["commands"] ?? []).join("\n");

const secondsOf = (script: ServerScript, text: string): number =>
  script.commandSecondsOf.find(({ match }) => text.includes(match))?.seconds ?? script.commandSeconds;

function timeOut(world: World, key: InvocationKey): void {
  const { command, invocation } = find(world, key);
  if (command && invocation?.status === "InProgress") {
    endOpen(world, command, invocation, EXECUTION_TIMED_OUT);
  }
}

const exitCodeOf = (script: ServerScript, text: string): number =>
  script.commandExitCodes.find(({ match }) => text.includes(match))?.exitCode ?? script.commandExitCode;

interface Ending {
  readonly status: InvocationStatus;
  readonly details: string;
  readonly outcome: Outcome;
}

const SUCCEEDED: Ending = { status: "Success", details: "Success", outcome: "succeeded" };
const FAILED: Ending = { status: "Failed", details: "Failed", outcome: "errors" };
const EXECUTION_TIMED_OUT: Ending = { status: "TimedOut", details: "ExecutionTimedOut", outcome: "errors" };
const DELIVERY_TIMED_OUT: Ending = {
  status: "TimedOut",
  details: "DeliveryTimedOut",
  outcome: "deliveryTimeouts",
};
const CANCELLED: Ending = { status: "Cancelled", details: "Cancelled", outcome: "cancelled" };
// The system cancels what it has not started when the command exceeds MaxErrors.
const TERMINATED: Ending = { status: "Cancelled", details: "Terminated", outcome: "cancelled" };

function endOpen(world: World, command: CommandRecord, invocation: InvocationRecord, ending: Ending): void {
  end(world, command, invocation, ending);
  startWaiting(world, command.id);
}

function end(world: World, command: CommandRecord, invocation: InvocationRecord, ending: Ending): void {
  if (invocation.attemptedAt !== null) command.progress.open -= 1;
  command.progress[ending.outcome] += 1;
  invocation.status = ending.status;
  invocation.statusDetails = ending.details;
  invocation.endedAt = world.now();
  emitInvocation(world, command, invocation);
}

function emitInvocation(world: World, command: CommandRecord, invocation: InvocationRecord): void {
  const { instanceId, status } = invocation;
  world.happened("ssm", `command-${status.toLowerCase()}`, instanceId, { command: command.id });
  world.emit({
    "detail-type": "EC2 Command Invocation Status-change Notification",
    source: "aws.ssm",
    resources: [world.arn("ec2", `instance/${instanceId}`)],
    detail: {
      "command-id": command.id,
      "document-name": command.documentName,
      "instance-id": instanceId,
      "requested-date-time": new Date(command.requestedAt).toISOString(),
      status,
    },
  });
}

function find(world: World, { commandId, instanceId }: InvocationKey) {
  const command = world.state.commands.get(commandId);
  return { command, invocation: command?.invocations.get(instanceId) };
}
