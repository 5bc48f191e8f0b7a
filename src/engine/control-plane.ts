import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { autoScalingClient } from "../aws/auto-scaling.ts";
import type { ClientSettings } from "../aws/clients.ts";
import { connect } from "../aws/connect.ts";
import { ec2Client } from "../aws/ec2.ts";
import { elbv2Client } from "../aws/elbv2.ts";
import { putEvent, eventBridgeClient } from "../aws/eventbridge.ts";
import { errors } from "../aws/middleware/errors.ts";
import { retry } from "../aws/middleware/retry.ts";
import { describeExecution, sfnClient, startExecution } from "../aws/sfn.ts";
import { InvalidInput } from "../domain/errors.ts";
import { openDynamoDbLedger } from "../ledger/dynamodb-ledger.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { openSqliteLedger } from "../ledger/sqlite-ledger.ts";
import { executionName } from "../rollout/execution-name.ts";
import { executionReader } from "../rollout/execution-reader.ts";
import { openContext, type Surroundings } from "../rollout/open-context.ts";
import type { RolloutStarter } from "../rollout/step.ts";
import { type ExecutionReader, sweep } from "../rollout/sweep.ts";
import { abortRollout } from "./abort-rollout.ts";
import type { ControlPlane, ControlPlaneOptions } from "./control-plane-port.ts";
import { embeddedEngine } from "./embedded-engine.ts";
import { planRollout } from "./plan.ts";
import { realClock } from "./real-clock.ts";
import { rolloutMachine } from "./rollout-machine.ts";
import { runTask } from "./run-task.ts";

/** How often Step Functions is asked whether an execution has ended. */
const REMOTE_LOOK_MS = 5000;

/** What runs rollouts and answers for them, as the command line asks for it. Throws InvalidInput for missing options. */
export async function openControlPlane(
  options: ControlPlaneOptions,
  probe: Surroundings["probe"],
): Promise<ControlPlane> {
  const ledger = openLedger(options);
  const settings: ClientSettings = {
    region: options.region,
    ...(options.endpoint !== undefined && { endpoint: options.endpoint }),
  };
  const middleware = [retry({ clock: realClock, random: Math.random }), errors()];
  const { eventBridge } = connect({ eventBridge: eventBridgeClient }, settings, middleware);
  const base = { ledger, clock: realClock, settings, random: Math.random, probe };
  const publish: Surroundings["publish"] = async (detailType, detail) => {
    // The ledger has the same: a bus that cannot be reached must not end a rollout.
    await putEvent(eventBridge, { source: "moult", detailType, detail }).catch(() => undefined);
  };
  const starting = options.engine === "embedded" ? embedded({ ...base, publish }) : remote(options, settings);
  const surroundings: Surroundings = { ...base, publish, starter: starting.starter };
  const factories = { autoScaling: autoScalingClient, ec2: ec2Client, elbv2: elbv2Client };
  return {
    ledger,
    clock: realClock,
    start: async (fleet, request) => {
      const id = executionName(fleet, request);
      await starting.starter.start(id, { fleet, request });
      return { id, settled: starting.settled(fleet, id) };
    },
    plan: (fleet, request) => planRollout(rolloutMachine(), { fleet, request }, surroundings),
    abort: (fleet, who, reason) => abortRollout({ fleet, who, reason }, { ledger, clock: realClock }),
    sweep: async () => {
      const aws = connect({ autoScaling: autoScalingClient, elbv2: elbv2Client }, settings, middleware);
      const { starter, executions } = starting;
      const report = await sweep({ ledger, clock: realClock, aws, publish, starter, executions });
      return { report, settled: starting.resting() };
    },
    adoption: () => openContext("Admit", { fleet: "-", rollout: "adopt", fence: 0 }, factories, surroundings),
    close: async () => ledger.close(),
  };
}

interface Starting {
  readonly starter: RolloutStarter;
  readonly executions: ExecutionReader;
  /** Resolves when no execution of this process is left; at once where executions run elsewhere. */
  resting(): Promise<void>;
  settled(fleet: string, id: string): Promise<void>;
}

function embedded(base: Omit<Surroundings, "starter">): Starting {
  const engine = embeddedEngine({
    machine: rolloutMachine(),
    clock: base.clock,
    random: base.random,
    runTask: (resource, input) => runTask(resource, input, { ...base, starter: engine }),
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
  const { sfn } = connect({ sfn: sfnClient }, settings, [
    retry({ clock: realClock, random: Math.random }),
    errors(),
  ]);
  return {
    starter: { start: (name, input) => startExecution(sfn, { machineArn: stateMachineArn, name, input }) },
    executions: executionReader(sfn, stateMachineArn),
    resting: async () => undefined,
    settled: async (_fleet, id) => {
      const arn = `${stateMachineArn.replace(":stateMachine:", ":execution:")}:${id}`;
      while ((await describeExecution(sfn, arn)).status === "RUNNING") await sleep(REMOTE_LOOK_MS);
    },
  };
}

function openLedger({ engine, table, ledgerPath, region }: ControlPlaneOptions): Ledger {
  if (table !== undefined) return openDynamoDbLedger(table, { region });
  if (engine === "step-functions")
    throw new InvalidInput(
      "the step-functions engine keeps its ledger in DynamoDB: pass --table or set MOULT_TABLE",
    );
  const path = ledgerPath ?? ":memory:";
  if (path !== ":memory:") mkdirSync(dirname(path), { recursive: true });
  return openSqliteLedger(path);
}
