import { setTimeout as sleep } from "node:timers/promises";
import { autoScalingClient } from "../aws/auto-scaling/auto-scaling.ts";
import type { ClientSettings } from "../aws/clients.ts";
import { connect } from "../aws/connect.ts";
import { ec2Client } from "../aws/ec2/ec2.ts";
import { elbv2Client } from "../aws/elbv2/elbv2.ts";
import { eventBridgeClient, putEvent } from "../aws/eventbridge.ts";
import { imageBuilderClient } from "../aws/imagebuilder.ts";
import { errors } from "../aws/middleware/errors.ts";
import { retry } from "../aws/middleware/retry.ts";
import { describeExecution, sfnClient, siblingMachineArn, startExecution } from "../aws/sfn.ts";
import { ssmClient } from "../aws/ssm/ssm.ts";
import { InvalidInput } from "../errors/errors.ts";
import { wantedImage } from "../rollout/convergence/wanted-image.ts";
import { askInput } from "../rollout/convergence/ask-input.ts";
import { askName } from "../rollout/convergence/run-name.ts";
import { openContext, type Runtime } from "../step/open-context.ts";
import { realClock } from "../step/real-clock.ts";
import { executionReader } from "../step/recovery/execution-reader.ts";
import type { ExecutionReader, ExecutionStarter } from "../step/step.ts";
import { openSweepContext } from "../sweep/open-context.ts";
import { sweep } from "../sweep/sweep.ts";
import type { ControlPlane, ControlPlaneOptions } from "./control-plane-port.ts";
import { dryRunRollout } from "./dry-run/plan.ts";
import { embeddedEngine } from "./embedded-engine.ts";
import { machineFiles } from "./machine-files.ts";
import { runTask } from "./run-task.ts";

/** How often Step Functions is asked whether an execution has ended. */
const REMOTE_POLL_MS = 5000;

/** What needs the AWS clients: 0.4 s to load, so it is loaded when it is asked for. */
export type RolloutRunner = Pick<
  ControlPlane,
  "start" | "takeUp" | "plan" | "wantedImage" | "sweep" | "adoption"
>;

/** What runs rollouts, in this process or by Step Functions. Throws InvalidInput for missing options. */
export async function openRolloutRunner(
  options: ControlPlaneOptions,
  { ledger, probe }: Pick<Runtime, "ledger" | "probe">,
): Promise<RolloutRunner> {
  const settings: ClientSettings = {
    region: options.region,
    ...(options.endpoint !== undefined && { endpoint: options.endpoint }),
  };
  const middleware = [retry({ clock: realClock, random: Math.random }), errors()];
  const { eventBridge } = connect({ eventBridge: eventBridgeClient }, settings, middleware);
  const base = { ledger, clock: realClock, settings, random: Math.random, probe };
  const publish: Runtime["publish"] = async (detailType, detail) => {
    // The ledger has the same: a bus that cannot be reached must not end a rollout.
    await putEvent(eventBridge, { source: "moult", detailType, detail }).catch(() => undefined);
  };
  const starting = options.engine === "embedded" ? embedded({ ...base, publish }) : remote(options, settings);
  const { starter, executions } = starting;
  const runtime: Runtime = { ...base, publish, starter, executions };
  const factories = { autoScaling: autoScalingClient, ec2: ec2Client, elbv2: elbv2Client };
  return {
    start: async (fleet, ask) => {
      const id = askName(fleet, ask, realClock.now());
      await starter.start("rollout", id, askInput(fleet, ask));
      return { id, settled: starting.settled(fleet, id) };
    },
    takeUp: async (fleet, id) => {
      await starter.start("rollout", id, { fleet });
      return { id, settled: starting.settled(fleet, id) };
    },
    plan: (fleet, ask) => dryRunRollout({ fleet, ask }, runtime),
    wantedImage: async (name) => {
      const naming = { ec2: ec2Client, ssm: ssmClient, imageBuilder: imageBuilderClient };
      return wantedImage(name, { ledger, clock: realClock, aws: connect(naming, settings, middleware) });
    },
    sweep: async () => {
      const report = await sweep(openSweepContext(runtime));
      return { report, settled: starting.resting() };
    },
    adoption: async () => openContext("Admit", { fleet: "-", run: "adopt", fence: 0 }, factories, runtime),
  };
}

interface Starting {
  readonly starter: ExecutionStarter;
  readonly executions: ExecutionReader;
  /** Resolves when no execution of this process is left; at once where executions run elsewhere. */
  resting(): Promise<void>;
  settled(fleet: string, id: string): Promise<void>;
}

function embedded(base: Omit<Runtime, "starter" | "executions">): Starting {
  const engine = embeddedEngine({
    machines: machineFiles(),
    clock: base.clock,
    random: base.random,
    runTask: (resource, input) => runTask(resource, input, { ...base, starter: engine, executions: engine }),
  });
  return {
    starter: engine,
    executions: engine,
    settled: async (_fleet, id) => void (await engine.settled(id)),
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
    settled: async (_fleet, id) => {
      const arn = `${stateMachineArn.replace(":stateMachine:", ":execution:")}:${id}`;
      while ((await describeExecution(sfn, arn)).status === "RUNNING") await sleep(REMOTE_POLL_MS);
    },
  };
}
