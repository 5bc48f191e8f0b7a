import { createSimulator, type Simulator, type SimulatorOptions } from "../simulator/simulator.ts";
import type { Traffic } from "../simulator/traffic/create-traffic.ts";
import { createRandom } from "../simulator/world/random.ts";
import { connect } from "../src/aws/connect.ts";
import { busOf, eventBridgeClient } from "../src/aws/eventbridge.ts";
import { errors } from "../src/aws/middleware/errors.ts";
import { imagePublished } from "../src/detect/image-published/image-published.ts";
import { openImagePublishedContext } from "../src/detect/image-published/open-context.ts";
import { openInstanceReportedContext } from "../src/detect/instance-reported/context.ts";
import { instanceReported } from "../src/detect/instance-reported/instance-reported.ts";
import { type EmbeddedEngine, type ExecutionNews, embeddedEngine } from "../src/engine/embedded-engine.ts";
import { machineFiles } from "../src/engine/machine-files.ts";
import { runTask } from "../src/engine/run-task.ts";
import type { Ledger } from "../src/ledger/ledger.ts";
import { openSqliteLedger } from "../src/ledger/stores/sqlite-ledger.ts";
import type { Runtime } from "../src/step/open-context.ts";
import { openSweepContext } from "../src/sweep/open-context.ts";
import { type SweepReport, sweep } from "../src/sweep/sweep.ts";
import { isForImagePublished, isForInstanceReported, TRUSTED_SOURCES } from "./deployed.ts";
import { callingAs } from "./calling-as.ts";
import { emitStatus } from "./emit-status.ts";
import type { FunctionRoles } from "./function-roles.ts";
import { probe } from "./probe.ts";

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

/** What the machine hands to one Task, and the execution that it is of. */
interface RunTask {
  readonly input: Readonly<Record<string, unknown>>;
  readonly execution: string;
}

export interface RehearsalOptions extends SimulatorOptions {
  readonly ledger?: Ledger;
  readonly onState?: (execution: string, state: string) => void;
  /** Runs one Task by calling `run`, once: to count Tasks, to see how they end, and what each of them does. */
  readonly aroundTask?: (resource: string, run: () => Promise<unknown>, task: RunTask) => Promise<unknown>;
  readonly onStatus?: (news: ExecutionNews) => void;
  /** Polls after which the next execution carries a run on: fewer, to see legs follow each other. */
  readonly legPolls?: number;
  /** Rollouts that may be open at once in the account. Default: any number. */
  readonly atOnce?: number;
  /** Runs each function under its own role (rehearsal/function-roles.ts). Default: all are the control plane. */
  readonly roles?: FunctionRoles;
}

/** Opens a rehearsal. Everything asynchronous in it runs under `simulator.drive`. */
export function openRehearsal(options: RehearsalOptions = {}): Rehearsal {
  const simulator = createSimulator(options);
  const ledger = options.ledger ?? openSqliteLedger(":memory:");
  const random = createRandom((options.seed ?? 1) ^ 0x6d6f756c).fraction;
  const ended: ExecutionNews[] = [];
  const { handle, handled } = openHandling();
  const engine = openEngine(
    options,
    { simulator, random, runtimeOf: (name) => rehearsal.runtimeOf(name) },
    (news) => {
      if (news.status !== "RUNNING") ended.push(news);
      emitStatus(simulator, news);
      if (rehearsal.sweeping && BROKEN.has(news.status)) handle(sweepOnce(rehearsal));
      options.onStatus?.(news);
    },
  );
  const runtime = openRuntime(simulator, { ledger, engine, random }, options);
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
      while (handled().length > 0 || engine.running().length > 0) {
        await Promise.all([...handled(), ...engine.running().map((name) => engine.settled(name))]);
      }
    },
  };
  simulator.world.onEvent((event) => {
    if (!rehearsal.listening) return;
    if (isForImagePublished(event)) handle(deliver(event, rehearsal));
    if (isForInstanceReported(event)) handle(deliverClaim(event, rehearsal));
  });
  return rehearsal;
}

/** Keeps what functions are at work on, until they have ended. */
function openHandling() {
  const handling = new Set<Promise<unknown>>();
  return {
    handled: () => [...handling],
    handle: (work: Promise<unknown>): void => {
      const handled = work.finally(() => handling.delete(handled));
      handling.add(handled);
    },
  };
}

function openEngine(
  { aroundTask, onState }: RehearsalOptions,
  { simulator, random, runtimeOf }: Pick<Rehearsal, "simulator" | "runtimeOf"> & Pick<Runtime, "random">,
  onStatus: (news: ExecutionNews) => void,
): EmbeddedEngine {
  return embeddedEngine({
    machines: machineFiles(),
    clock: simulator.clock,
    random,
    runTask: (resource, input, execution) => {
      const run = (): Promise<unknown> => runTask(resource, input, runtimeOf(resource));
      return aroundTask?.(resource, run, { input, execution }) ?? run();
    },
    onStatus,
    ...(onState && { onState }),
  });
}

function openRuntime(
  simulator: Simulator,
  { ledger, engine, random }: Pick<Rehearsal, "ledger" | "engine"> & Pick<Runtime, "random">,
  { legPolls, atOnce }: Pick<RehearsalOptions, "legPolls" | "atOnce">,
): Runtime {
  const { settings, middleware } = callingAs(simulator, CONTROL_PLANE);
  const { eventBridge } = connect({ eventBridge: eventBridgeClient }, settings, [errors(), ...middleware]);
  return {
    ledger,
    clock: simulator.clock,
    settings,
    middleware,
    random,
    starter: engine,
    executions: engine,
    bells: engine,
    probe: (url) => probe(simulator, url),
    publish: busOf(eventBridge),
    ...(legPolls !== undefined && { legPolls }),
    ...(atOnce !== undefined && { atOnce }),
  };
}

/** Hands an event to the function that takes published images, as its rule would. */
export function deliver(event: unknown, { runtime, runtimeOf, simulator }: Rehearsal): Promise<unknown> {
  const own = runtimeOf("imagePublished");
  // Without roles the control plane is one caller, and who reads what an event names is told apart from it.
  const calling = own === runtime ? callingAs(simulator, DETECTOR) : {};
  return imagePublished(event, openImagePublishedContext({ ...own, ...calling }));
}

/** Hands an event to the function that takes claims about servers, as its rule would. */
export const deliverClaim = (event: unknown, { runtimeOf }: Pick<Rehearsal, "runtimeOf">): Promise<unknown> =>
  instanceReported(event, openInstanceReportedContext(runtimeOf("instanceReported"), TRUSTED_SOURCES));

let scans = 0;

/** One whole scan of the account, as the schedule starts it; resolves with how it ended. */
export async function scanOnce({ engine }: Pick<Rehearsal, "engine">): Promise<string> {
  const name = `scan-${(scans += 1)}`;
  engine.startWith(name, {}, "scan");
  return (await engine.settled(name)).status;
}

/** One sweep of the account, as the schedule or a broken execution calls it. */
export const sweepOnce = ({ runtimeOf }: Rehearsal): Promise<SweepReport> =>
  sweep(openSweepContext(runtimeOf("sweep")));
