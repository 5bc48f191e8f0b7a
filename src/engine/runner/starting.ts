import { setTimeout as sleep } from "node:timers/promises";
import { connect } from "../../aws/connect.ts";
import { errors } from "../../aws/middleware/errors.ts";
import { retry } from "../../aws/middleware/retry.ts";
import { describeExecution, sfnClient, siblingMachineArn, startExecution } from "../../aws/sfn.ts";
import { InvalidInput } from "../../errors/errors.ts";
import { rollouts } from "../../ledger/runs/rollouts.ts";
import type { Runtime } from "../../step/open-context.ts";
import { realClock } from "../../step/real-clock.ts";
import { executionReader } from "../../step/recovery/execution-reader.ts";
import type { ExecutionReader, ExecutionStarter } from "../../step/step.ts";
import type { ControlPlaneOptions } from "../control-plane-port.ts";
import { embeddedEngine } from "../embedded-engine.ts";
import { machineFiles } from "../machine-files.ts";
import { runTask } from "../run-task.ts";

/** How often Step Functions is asked whether an execution has ended. */
const REMOTE_POLL_MS = 5000;

/** How executions are started here, and how their end is noticed. */
export interface Starting {
  readonly starter: ExecutionStarter;
  readonly executions: ExecutionReader;
  /** Resolves when no execution of this process is left; at once where executions run elsewhere. */
  resting(): Promise<void>;
  /** Resolves when the run of this id has ended, and the executions of all its legs. */
  settled(fleet: string, id: string): Promise<void>;
}

type Base = Omit<Runtime, "starter" | "executions">;

/** In this process, or by Step Functions. Throws InvalidInput for missing options. */
export const openStarting = (base: Base, options: ControlPlaneOptions): Starting =>
  options.engine === "embedded" ? embedded(base) : remote(options, base);

function embedded(base: Base): Starting {
  const engine = embeddedEngine({
    machines: machineFiles(),
    clock: base.clock,
    random: base.random,
    runTask: (resource, input) =>
      runTask(resource, input, { ...base, starter: engine, executions: engine, bells: engine }),
  });
  return {
    starter: engine,
    executions: engine,
    settled: (fleet, id) =>
      followLegs({ fleet, id }, base, async (execution) => void (await engine.settled(execution))),
    resting: async () => {
      // One that ends may have begun the next: the next leg of a run, or what the fleet is to run by then.
      while (engine.running().length > 0)
        await Promise.all(engine.running().map((name) => engine.settled(name)));
    },
  };
}

function remote(options: ControlPlaneOptions, base: Base): Starting {
  const { stateMachineArn } = options;
  if (stateMachineArn === undefined) {
    throw new InvalidInput(
      "the step-functions engine needs the state machine's ARN: set MOULT_STATE_MACHINE (see the stack's outputs)",
    );
  }
  const machineArn = (machine: string): string => siblingMachineArn(stateMachineArn, machine);
  const { sfn } = connect({ sfn: sfnClient }, base.settings, [
    retry({ clock: realClock, random: Math.random }),
    errors(),
  ]);
  return {
    starter: {
      start: (machine, name, input) => startExecution(sfn, { machineArn: machineArn(machine), name, input }),
    },
    executions: executionReader(sfn, machineArn),
    resting: async () => undefined,
    settled: (fleet, id) =>
      followLegs({ fleet, id }, base, async (execution) => {
        const arn = `${stateMachineArn.replace(":stateMachine:", ":execution:")}:${execution}`;
        while ((await describeExecution(sfn, arn)).status === "RUNNING") await sleep(REMOTE_POLL_MS);
      }),
  };
}

/** How often the record is read while an execution is named that has not taken the run up yet, and for how long. */
const HANDING_OVER = { pollMs: 5000, polls: 120 };

/** Waits for one execution of the run after the other, as long as the run is open and another one carries it. */
async function followLegs(
  { fleet, id }: { readonly fleet: string; readonly id: string },
  { ledger, clock }: Pick<Base, "ledger" | "clock">,
  settled: (execution: string) => Promise<void>,
): Promise<void> {
  let execution = id;
  await settled(execution);
  for (let polls = 0; polls < HANDING_OVER.polls; polls += 1) {
    const run = (await rollouts.read(ledger, fleet, id))?.run;
    if (run === undefined || run.endedAt !== null) return;
    if (run.execution !== execution) {
      execution = run.execution;
      polls = 0;
      await settled(execution);
    } else if (run.leg.next === undefined) return;
    else await clock.sleep(HANDING_OVER.pollMs);
  }
}
