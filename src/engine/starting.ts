import { setTimeout as sleep } from "node:timers/promises";
import type { ClientSettings } from "../aws/clients.ts";
import { connect } from "../aws/connect.ts";
import { errors } from "../aws/middleware/errors.ts";
import { retry } from "../aws/middleware/retry.ts";
import { describeExecution, sfnClient, siblingMachineArn, startExecution } from "../aws/sfn.ts";
import { InvalidInput } from "../errors/errors.ts";
import type { Runtime } from "../step/open-context.ts";
import { realClock } from "../step/real-clock.ts";
import { executionReader } from "../step/recovery/execution-reader.ts";
import type { ExecutionReader, ExecutionStarter } from "../step/step.ts";
import type { ControlPlaneOptions } from "./control-plane-port.ts";
import { embeddedEngine } from "./embedded-engine.ts";
import { machineFiles } from "./machine-files.ts";
import { runTask } from "./run-task.ts";

/** How often Step Functions is asked whether an execution has ended. */
const REMOTE_POLL_MS = 5000;

/** How executions are started here, and how their end is noticed. */
export interface Starting {
  readonly starter: ExecutionStarter;
  readonly executions: ExecutionReader;
  /** Resolves when no execution of this process is left; at once where executions run elsewhere. */
  resting(): Promise<void>;
  settled(id: string): Promise<void>;
}

type Base = Omit<Runtime, "starter" | "executions">;

/** In this process, or by Step Functions. Throws InvalidInput for missing options. */
export const openStarting = (base: Base, options: ControlPlaneOptions): Starting =>
  options.engine === "embedded" ? embedded(base) : remote(options, base.settings);

function embedded(base: Base): Starting {
  const engine = embeddedEngine({
    machines: machineFiles(),
    clock: base.clock,
    random: base.random,
    runTask: (resource, input) => runTask(resource, input, { ...base, starter: engine, executions: engine }),
  });
  return {
    starter: engine,
    executions: engine,
    settled: async (id) => void (await engine.settled(id)),
    resting: async () => void (await Promise.all(engine.running().map((name) => engine.settled(name)))),
  };
}

function remote(options: ControlPlaneOptions, settings: ClientSettings): Starting {
  const { stateMachineArn } = options;
  if (stateMachineArn === undefined) {
    throw new InvalidInput(
      "the step-functions engine needs the state machine's ARN: set MOULT_STATE_MACHINE (see the stack's outputs)",
    );
  }
  const machineArn = (machine: string): string => siblingMachineArn(stateMachineArn, machine);
  const { sfn } = connect({ sfn: sfnClient }, settings, [
    retry({ clock: realClock, random: Math.random }),
    errors(),
  ]);
  return {
    starter: {
      start: (machine, name, input) => startExecution(sfn, { machineArn: machineArn(machine), name, input }),
    },
    executions: executionReader(sfn, machineArn),
    resting: async () => undefined,
    settled: async (id) => {
      const arn = `${stateMachineArn.replace(":stateMachine:", ":execution:")}:${id}`;
      while ((await describeExecution(sfn, arn)).status === "RUNNING") await sleep(REMOTE_POLL_MS);
    },
  };
}
