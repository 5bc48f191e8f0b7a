import { readFileSync } from "node:fs";
import { createSimulator, type Simulator, type SimulatorOptions } from "../simulator/simulator.ts";
import { answerHttp } from "../simulator/traffic/answer-http.ts";
import type { Traffic } from "../simulator/traffic/create-traffic.ts";
import { createRandom } from "../simulator/world/random.ts";
import { connect } from "../src/aws/connect.ts";
import { eventBridgeClient, putEvent } from "../src/aws/eventbridge.ts";
import { errors } from "../src/aws/middleware/errors.ts";
import { imagePublished } from "../src/detect/image-published/image-published.ts";
import { openImagePublishedContext } from "../src/detect/image-published/open-context.ts";
import { type EmbeddedEngine, type ExecutionNews, embeddedEngine } from "../src/engine/embedded-engine.ts";
import { matchesPattern, readRules } from "../src/engine/event-rules.ts";
import { machineFile, machineFiles } from "../src/engine/machine-files.ts";
import { runTask } from "../src/engine/run-task.ts";
import type { Ledger } from "../src/ledger/ledger.ts";
import { openSqliteLedger } from "../src/ledger/stores/sqlite-ledger.ts";
import type { Runtime } from "../src/step/open-context.ts";
import { openSweepContext } from "../src/sweep/open-context.ts";
import { type SweepReport, sweep } from "../src/sweep/sweep.ts";
import type { FunctionRoles } from "./function-roles.ts";

const file = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
export const MACHINE = machineFile("rollout");
export const RULES = readRules(file("resources/rules.yml"), { "self:custom.channels": "/images/" });
/** Executions whose end calls the sweep (resources/sweep-rules.yml). */
const BROKEN = new Set(["FAILED", "TIMED_OUT", "ABORTED"]);

/** Who the control plane is in the simulator's call log. */
export const CONTROL_PLANE = "moult";

/** Whether a caller is the control plane, as a whole or in the role of one of its functions. */
export const isControlPlane = (caller: string): boolean =>
  caller === CONTROL_PLANE || caller.startsWith(`${CONTROL_PLANE}/`);

/** Who reads what an event names. */
export const DETECTOR = "image-published";

/** A simulated account with traffic, and the whole control plane beside it, in one process and on one virtual clock. */
export interface Rehearsal {
  readonly simulator: Simulator;
  readonly traffic: Traffic;
  readonly ledger: Ledger;
  readonly engine: EmbeddedEngine;
  readonly runtime: Runtime;
  /** What the function of this name runs in; without roles of their own, all run in the same. */
  readonly runtimeOf: (name: string) => Runtime;
  /** Whether events that match the deployed rules reach their function. On at the start. */
  listening: boolean;
  /** Whether an execution that did not end well calls the sweep. Off at the start: a run shows what it does by itself. */
  sweeping: boolean;
  /** What each execution told when it ended, in order. */
  readonly ended: ExecutionNews[];
  /** Resolves when nothing runs: no execution and no handling of an event. */
  readonly settled: () => Promise<void>;
}

export interface RehearsalOptions extends SimulatorOptions {
  readonly ledger?: Ledger;
  readonly onState?: (execution: string, state: string) => void;
  /** Runs one Task by calling `run`, once: to count Tasks and to see how they end. */
  readonly aroundTask?: (resource: string, run: () => Promise<unknown>) => Promise<unknown>;
  readonly onStatus?: (news: ExecutionNews) => void;
  /** Runs each function under its own role (rehearsal/function-roles.ts). Default: all are the control plane. */
  readonly roles?: FunctionRoles;
}

/** Opens a rehearsal. Everything asynchronous in it runs under `simulator.drive`. */
export function openRehearsal(options: RehearsalOptions = {}): Rehearsal {
  const simulator = createSimulator(options);
  const ledger = options.ledger ?? openSqliteLedger(":memory:");
  const chance = createRandom((options.seed ?? 1) ^ 0x6d6f756c);
  const ended: ExecutionNews[] = [];
  const handling = new Set<Promise<unknown>>();
  const handle = (work: Promise<unknown>): void => {
    const handled = work.finally(() => handling.delete(handled));
    handling.add(handled);
  };
  const engine = embeddedEngine({
    machines: machineFiles(),
    clock: simulator.clock,
    random: chance.fraction,
    runTask: (resource, input) => {
      const run = (): Promise<unknown> => runTask(resource, input, rehearsal.runtimeOf(resource));
      return options.aroundTask?.(resource, run) ?? run();
    },
    onStatus: (news) => {
      if (news.status !== "RUNNING") ended.push(news);
      emitStatus(simulator, news);
      if (rehearsal.sweeping && BROKEN.has(news.status)) handle(sweepOnce(rehearsal));
      options.onStatus?.(news);
    },
    ...(options.onState && { onState: options.onState }),
  });
  const settings = simulator.clientOptions({ name: CONTROL_PLANE });
  const { eventBridge } = connect({ eventBridge: eventBridgeClient }, settings, [errors()]);
  const runtime: Runtime = {
    ledger,
    clock: simulator.clock,
    settings,
    random: chance.fraction,
    starter: engine,
    executions: engine,
    probe: (url) => probe(simulator, url),
    publish: (detailType, detail) => putEvent(eventBridge, { source: "moult", detailType, detail }),
  };
  const rehearsal: Rehearsal = {
    simulator,
    traffic: simulator.traffic,
    ledger,
    engine,
    runtime,
    runtimeOf: (name) => options.roles?.runtimeOf(name, runtime, simulator) ?? runtime,
    listening: true,
    sweeping: false,
    ended,
    settled: async () => {
      while (handling.size > 0 || engine.running().length > 0) {
        await Promise.all([...handling, ...engine.running().map((name) => engine.settled(name))]);
      }
    },
  };
  simulator.world.onEvent((event) => {
    if (
      !rehearsal.listening ||
      !RULES.some(
        ({ pattern, target }) => target === "image-published" && matchesPattern(pattern, { ...event }),
      )
    )
      return;
    handle(deliver(event, rehearsal));
  });
  return rehearsal;
}

/** Hands an event to the function that takes published images, as its rule would. */
export function deliver(event: unknown, { runtime, runtimeOf, simulator }: Rehearsal): Promise<unknown> {
  const own = runtimeOf("imagePublished");
  // Without roles the control plane is one caller, and who reads what an event names is told apart from it.
  const settings = own === runtime ? simulator.clientOptions({ name: DETECTOR }) : own.settings;
  return imagePublished(event, openImagePublishedContext({ ...own, settings }));
}

/** One sweep of the account, as the schedule or a broken execution calls it. */
export const sweepOnce = ({ runtimeOf }: Rehearsal): Promise<SweepReport> =>
  sweep(openSweepContext(runtimeOf("sweep")));

/** What Step Functions tells EventBridge of an execution (aws-facts 5). */
export function emitStatus(
  { world }: Simulator,
  { name, status, input, startedAt, endedAt, result }: ExecutionNews,
): void {
  const executionArn = world.arn("states", `execution:rollout:${name}`);
  world.emit({
    source: "aws.states",
    "detail-type": "Step Functions Execution Status Change",
    resources: [executionArn],
    detail: {
      executionArn,
      stateMachineArn: world.arn("states", "stateMachine:rollout"),
      name,
      status,
      startDate: startedAt,
      stopDate: endedAt,
      input: JSON.stringify(input),
      output: result?.status === "SUCCEEDED" ? JSON.stringify(result.output) : null,
      error: result?.error ?? null,
      cause: result?.cause ?? null,
    },
  });
}

export async function probe(
  { world, clock }: Simulator,
  url: string,
): Promise<{ status: number | null; error: string | null }> {
  await clock.sleep(50);
  const { hostname, port, pathname } = new URL(url);
  const answer = answerHttp(world, { host: hostname, port: Number(port || 80), path: pathname });
  return answer === "refused"
    ? { status: null, error: "connection refused" }
    : { status: answer.status, error: null };
}
