import {
  DescribeExecutionCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { translateError } from "../errors/aws-codes.ts";
import { AlreadyExists } from "../errors/errors.ts";
import type { ClientFactory } from "./clients.ts";

/** The SDK tries each call once: retries are the middleware's, in the clock that everything else runs in. */
export const sfnClient: ClientFactory<"sfn"> = (settings) => new SFNClient({ ...settings, maxAttempts: 1 });

/**
 * The ARN of another machine of the stack, from the rollout's: they are named `<service>-<stage>-<machine>`
 * (resources/rollout-machine.yml).
 */
export const siblingMachineArn = (rolloutArn: string, machine: string): string =>
  rolloutArn.replace(/rollout$/, machine);

interface ExecutionOrder {
  readonly machineArn: string;
  /** At most 80 of [0-9A-Za-z_-]; the same name starts once. */
  readonly name: string;
  /** Plain JSON, up to 256 KiB. */
  readonly input: unknown;
}

/**
 * Starts an execution once. AWS answers the same open execution for the same name and input, and
 * ExecutionAlreadyExists for a closed one or another input (aws-facts 5): both mean that the name was started.
 */
export async function startExecution(
  client: SFNClient,
  order: ExecutionOrder,
): Promise<"started" | "already-started"> {
  const { machineArn, name, input } = order;
  try {
    await client.send(
      new StartExecutionCommand({ stateMachineArn: machineArn, name, input: JSON.stringify(input) }),
    );
    return "started";
  } catch (error) {
    if (translateError(error) instanceof AlreadyExists) return "already-started";
    throw error;
  }
}

interface Execution {
  readonly name: string;
  /** RUNNING, SUCCEEDED, FAILED, TIMED_OUT, ABORTED, PENDING_REDRIVE. */
  readonly status: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly stoppedAt: number | null;
  /** JSON text. */
  readonly input: string;
  readonly error: string | null;
  readonly cause: string | null;
}

/** An execution by its ARN, up to 90 days after its end (aws-facts 2). Throws NotFound. */
export async function describeExecution(client: SFNClient, arn: string): Promise<Execution> {
  const found = await client.send(new DescribeExecutionCommand({ executionArn: arn }));
  return {
    name: found.name ?? "",
    status: found.status ?? "RUNNING",
    startedAt: found.startDate?.getTime() ?? 0,
    stoppedAt: found.stopDate?.getTime() ?? null,
    input: found.input ?? "{}",
    error: found.error ?? null,
    cause: found.cause ?? null,
  };
}

/** Errors of a token that nobody waits for: answered, timed out, or of an execution that has ended (aws-facts 9.1). */
const GONE = ["TaskTimedOut", "TaskDoesNotExist", "InvalidToken"];

/** Wakes the state that waits for this token. It carries nothing: who has it may read it in the history of the execution. */
export async function sendTaskSuccess(client: SFNClient, token: string): Promise<"rung" | "gone"> {
  try {
    await client.send(new SendTaskSuccessCommand({ taskToken: token, output: "{}" }));
    return "rung";
  } catch (error) {
    const names = [error, (error as { readonly cause?: unknown }).cause].map(
      (each) => (each as { readonly name?: string } | undefined)?.name ?? "",
    );
    if (names.some((name) => GONE.includes(name))) return "gone";
    throw error;
  }
}
