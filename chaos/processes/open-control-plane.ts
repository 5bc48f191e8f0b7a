import { isForInstanceReported, TRUSTED_SOURCES } from "../../rehearsal/deployed.ts";
import { probe } from "../../rehearsal/probe.ts";
import type { BusEvent } from "../../simulator/world/world.ts";
import { connect } from "../../src/aws/connect.ts";
import { busOf, eventBridgeClient } from "../../src/aws/eventbridge.ts";
import { errors } from "../../src/aws/middleware/errors.ts";
import { imagePublished } from "../../src/detect/image-published/image-published.ts";
import { openImagePublishedContext } from "../../src/detect/image-published/open-context.ts";
import { openInstanceReportedContext } from "../../src/detect/instance-reported/context.ts";
import { instanceReported } from "../../src/detect/instance-reported/instance-reported.ts";
import { sweepMeasurements } from "../../src/domain/telemetry/sweep-measurements.ts";
import { type EmbeddedEngine, embeddedEngine } from "../../src/engine/embedded-engine.ts";
import type { Machine } from "../../src/engine/machine.ts";
import { runTask } from "../../src/engine/run-task.ts";
import { metricsEmitter } from "../../src/lambda/metrics.ts";
import type { Runtime } from "../../src/step/open-context.ts";
import { openSweepContext } from "../../src/sweep/open-context.ts";
import { type SweepReport, sweep } from "../../src/sweep/sweep.ts";
import { metricsIn } from "../checkers/rings/metrics.ts";
import type { ChaosWorld } from "../world/world.ts";
import { bellsOf } from "./bells-of.ts";
import type { ControlPlane } from "./control-plane.ts";
import { clockOf, type Invocation, ledgerOf, type Outside, starterOf } from "./invocation.ts";
import { judgedLedger } from "./observed-ledger.ts";
import { outboundPorts } from "./outbound-ports.ts";
import { beginLifetime, type ProcessLifetime, whileAlive } from "./process-lifetime.ts";

interface ControlPlaneOptions {
  readonly name: string;
  readonly machines: Readonly<Record<string, Machine>>;
  /** How far its clock is off. */
  readonly skewMs: number;
  /** Seconds after which a function is ended by its own time limit; undefined: it goes on as long as it likes. */
  readonly functionSeconds: ((task: string) => number) | undefined;
}

/** What a step answers that did not look. */
const SKIPPED = { verdict: "wait", waitSeconds: 60, reason: "this look was left out" };

/** Opens a control plane on the chaos world's account and ledger. */
export function openControlPlane(chaos: ChaosWorld, options: ControlPlaneOptions): ControlPlane {
  const lifetime = beginLifetime();
  const clock = clockOf(chaos.clock, lifetime, options.skewMs);
  const run = <T>(call: Called, work: (runtime: Runtime) => Promise<T>): Promise<T> =>
    invoke(chaos, { ...call, options, within: lifetime, starter: engine }, work);
  const engine = embeddedEngine({
    machines: options.machines,
    clock,
    random: chaos.random.fraction,
    runTask: (resource, input, execution) =>
      chaos.skips(resource)
        ? Promise.resolve(SKIPPED)
        : run({ task: resource, input, execution }, (runtime) => runTask(resource, input, runtime)),
    onStatus: (news) => lifetime.alive && chaos.onStatus(options.name, news),
    onState: (execution, state) => lifetime.alive && chaos.onState(execution, state),
  });
  return {
    name: options.name,
    lifetime,
    engine,
    deliver: (event) =>
      isForInstanceReported(event as BusEvent)
        ? run({ task: "instanceReported", input: {} }, (runtime) =>
            instanceReported(event, openInstanceReportedContext(runtime, TRUSTED_SOURCES)),
          )
        : run({ task: "imagePublished", input: {} }, (runtime) =>
            imagePublished(event, openImagePublishedContext(runtime)),
          ),
    sweep: async () => {
      const swept = { startedAt: chaos.clock.now(), caller: nextCaller(chaos, options) };
      const report = await run({ task: "sweep", input: {} }, (runtime) => sweep(openSweepContext(runtime)));
      logMetrics(report, swept, chaos);
    },
  };
}

/** What the function logs when it has swept, as CloudWatch reads it. */
function logMetrics(
  report: SweepReport,
  swept: { readonly startedAt: number; readonly caller: string },
  { clock, input }: ChaosWorld,
): void {
  const at = clock.now();
  const values = new Map<string, number>();
  const write = (line: string): void => {
    for (const [name, value] of metricsIn(JSON.parse(line) as Record<string, unknown>))
      values.set(name, value);
  };
  metricsEmitter({ service: "moult", now: () => at, write })(sweepMeasurements(report.counts));
  input.sweeps.push({ ...swept, at, values });
}

/** The name of the invocation that begins next. */
const nextCaller = ({ invocations }: ChaosWorld, { name }: Pick<ControlPlaneOptions, "name">): string =>
  `moult/${name}/${invocations.size}`;

interface Called {
  readonly task: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly execution?: string;
}

interface Calling extends Called {
  readonly options: ControlPlaneOptions;
  readonly within: ProcessLifetime;
  readonly starter: EmbeddedEngine;
}

/**
 * Runs a function's code with a lifetime of its own. When that ends early, it rejects with the error that Step Functions
 * would name.
 */
function invoke<T>(chaos: ChaosWorld, calling: Calling, work: (runtime: Runtime) => Promise<T>): Promise<T> {
  const { options, within, task, input, execution } = calling;
  const invocation: Invocation = {
    caller: nextCaller(chaos, options),
    process: options.name,
    execution: execution && `${options.name}/${execution}`,
    task,
    input,
    startedAt: chaos.clock.now(),
    lifetime: beginLifetime(within),
    underWay: [],
    isDisturbed: false,
    recorded: [],
  };
  chaos.begin(invocation);
  const { lifetime } = invocation;
  if (options.functionSeconds !== undefined) {
    chaos.simulator.world.after(options.functionSeconds(task), () => lifetime.end("Sandbox.Timedout"));
  }
  const outcome = new Promise<T>((resolve, reject) => {
    lifetime.onEnd((cause) =>
      reject(Object.assign(new Error(`the function's process ended: ${cause}`), { name: cause })),
    );
    within.whenAwake(() => {
      work(runtimeOf(chaos, invocation, calling)).then(
        (value) => {
          if (!lifetime.alive) return;
          chaos.input.scans.answered(invocation);
          chaos.judge.answered(invocation);
          resolve(value);
        },
        (error: unknown) => lifetime.alive && reject(error as Error),
      );
    });
  });
  return whileAlive(
    within,
    outcome.finally(() => chaos.ended(invocation)),
  );
}

function runtimeOf(
  chaos: ChaosWorld,
  invocation: Invocation,
  { options, starter: engine }: Calling,
): Runtime {
  const { simulator, random, roles, plan } = chaos;
  const { legPolls } = plan.engine;
  const { lifetime } = invocation;
  const outside: Outside = chaos;
  const clock = clockOf(chaos.clock, lifetime, options.skewMs);
  const judged = judgedLedger(chaos.ledger, invocation, chaos);
  const all = { ledger: judged, starter: engine, executions: engine, bells: bellsOf(chaos) };
  const permitted = roles.permitted(invocation, all, simulator.world);
  const ledger = chaos.observeLedger(ledgerOf(permitted.ledger, invocation, outside), invocation);
  const ports = outboundPorts(simulator, invocation, outside);
  const bus = connect({ eventBridge: eventBridgeClient }, ports.settings, [errors(), ...ports.middleware]);
  return {
    ...ports,
    ledger,
    clock,
    random: random.fraction,
    starter: starterOf(permitted.starter, invocation, outside),
    executions: permitted.executions,
    bells: permitted.bells,
    probe: (url) => whileAlive(lifetime, probe(simulator, url)),
    publish: busOf(bus.eventBridge),
    // Two that carry executions of the same names are two persons' processes: in Step Functions a name is one execution.
    ...(plan.faults.some(({ name }) => name === "two-engines") && {
      carrier: { kind: "process", host: options.name, pid: 1 },
    }),
    ...(legPolls !== undefined && { legPolls }),
    ...(plan.fleet.brakes?.slots && { atOnce: 1 }),
  };
}
