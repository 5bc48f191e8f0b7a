import type { Clock } from "../domain/clock.ts";
import { Rejected } from "../errors/errors.ts";
import type { ExecutionReader, ExecutionStarter } from "../step/step.ts";
import { type Bells, openBells } from "./running/bells.ts";
import { type ExecutionResult, type ExecutionStatus, execute } from "./execution.ts";
import { REDRIVABLE_EVENTS } from "./history.ts";
import type { Json } from "./json-path.ts";
import type { Machine } from "./machine.ts";

interface EngineOptions {
  /** By name, as an execution is started: `rollout`. */
  readonly machines: Readonly<Record<string, Machine>>;
  readonly clock: Clock;
  /** A number from 0 up to 1, for the jitter of retries. */
  readonly random: () => number;
  /** Runs one Task of one execution. */
  readonly runTask: (resource: string, input: Json, execution: string) => Promise<unknown>;
  /** Told of every execution that starts or ends, as Step Functions tells EventBridge. */
  readonly onStatus?: (status: ExecutionNews) => void;
  readonly onState?: (execution: string, state: string) => void;
}

export interface ExecutionNews {
  readonly name: string;
  readonly machine: string;
  readonly status: "RUNNING" | ExecutionStatus;
  readonly input: unknown;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly result: ExecutionResult | null;
}

export interface EmbeddedEngine extends ExecutionStarter, ExecutionReader {
  /**
   * Starts an execution with any input, as the console would; of the rollout's machine when none is named. Throws
   * Rejected for a name that Step Functions does not take.
   */
  readonly startWith: (name: string, input: unknown, machine?: string) => "started" | "already-started";
  /** Resolves when the execution has ended. Throws for a name that was never started. */
  readonly settled: (name: string) => Promise<ExecutionResult>;
  /** StopExecution: it has ended at that instant; a Task under way goes on (aws-facts 5). */
  readonly stop: (name: string) => void;
  /**
   * RedriveExecution: from the state it ended in, with the data of then (aws-facts 5). Throws Rejected for one whose
   * history has no room left.
   */
  readonly redrive: (name: string) => "started" | "already-started";
  /** SendTaskSuccess: the state that waits for this token goes on. */
  readonly ring: (token: string) => Promise<"rung" | "gone">;
  /** Names of the executions that have not ended. */
  readonly running: () => string[];
}

interface Execution {
  readonly machine: string;
  readonly input: unknown;
  readonly startedAt: number;
  readonly stop: AbortController;
  result: ExecutionResult | null;
  settled: Promise<ExecutionResult>;
}

interface Launch {
  readonly machine: string;
  readonly input: unknown;
  /** Where a redrive takes up again. */
  readonly from?: { readonly state: string; readonly data: unknown; readonly events: number };
}

/**
 * The machines end so when another holds the lease: another process, where no other name has taken the run over. What refuses a
 * step for another reason ends in the same state, and nobody else carries the run then.
 */
const isFencedOut = ({ error, cause }: ExecutionResult): boolean =>
  error === "NotOurs" && cause?.includes('"errorType":"LeaseLost"') === true;

type Executions = Map<string, Execution>;

/** What executions are launched in. */
interface Launching {
  readonly executions: Executions;
  readonly options: EngineOptions;
  readonly bells: Bells;
}

/** Runs the real state machine files without Step Functions, in this process and on the given clock. */
export function embeddedEngine(options: EngineOptions): EmbeddedEngine {
  const executions: Executions = new Map();
  const bells = openBells();
  const startWith: EmbeddedEngine["startWith"] = (name, input, machine = "rollout") => {
    assertName(name);
    // Names are used once, even after the execution has ended (aws-facts 5: free again after 90 days).
    if (executions.has(name)) return "already-started";
    launch(name, { machine, input }, { executions, options, bells });
    return "started";
  };
  const find = (name: string): Execution => {
    const execution = executions.get(name);
    if (execution === undefined) throw new Error(`No execution is named ${name}.`);
    return execution;
  };
  return {
    startWith,
    start: async (machine, name, input) => startWith(name, { ...input }, machine),
    settled: (name) => find(name).settled,
    stop: (name) => {
      find(name).stop.abort();
    },
    redrive: (name) => {
      const { result, input, machine } = find(name);
      if (result === null || result.status === "SUCCEEDED") return "already-started";
      assertRedrivable(name, result);
      launch(name, { machine, input, from: result }, { executions, options, bells });
      return "started";
    },
    status: async (_machine, name) => {
      const execution = executions.get(name);
      if (execution === undefined) return "unknown";
      if (execution.result === null) return "running";
      return isFencedOut(execution.result) ? "fenced-out" : "ended";
    },
    ring: async (token) => bells.ring(token),
    running: () => [...executions].flatMap(([name, { result }]) => (result === null ? [name] : [])),
  };
}

/** What Step Functions refuses with InvalidName (API reference, StartExecution, `name`), and how that is translated. */
const REFUSED_IN_NAMES = /[\s\p{Cc}<>{}[\]?*"#%\\^|~`$&,;:/]/u;

function assertName(name: string): void {
  if (name.length >= 1 && name.length <= 80 && !REFUSED_IN_NAMES.test(name)) return;
  throw new Rejected(`StartExecution failed with InvalidName: '${name}'. Next: correct what is asked for`);
}

function assertRedrivable(name: string, { events }: ExecutionResult): void {
  if (events <= REDRIVABLE_EVENTS) return;
  throw new Rejected(`RedriveExecution failed with ExecutionNotRedrivable: ${name} has ${events} events`);
}

function launch(
  name: string,
  { machine, input, from }: Launch,
  { executions, options, bells }: Launching,
): void {
  const definition = options.machines[machine];
  if (definition === undefined) throw new Error(`No machine is named ${machine}.`);
  const execution: Execution = {
    machine,
    input,
    startedAt: options.clock.now(),
    stop: new AbortController(),
    result: null,
    settled: Promise.resolve() as unknown as Promise<ExecutionResult>,
  };
  executions.set(name, execution);
  emitStatus(options, name, execution);
  execution.settled = execute({
    machine: definition,
    name,
    input,
    clock: options.clock,
    random: options.random,
    runTask: (resource, data) => options.runTask(resource, data, name),
    onState: (state) => options.onState?.(name, state),
    stop: execution.stop.signal,
    bells,
    ...(from && { from }),
  }).then((result) => {
    execution.result = result;
    emitStatus(options, name, execution);
    return result;
  });
}

function emitStatus(
  options: EngineOptions,
  name: string,
  { machine, input, startedAt, result }: Execution,
): void {
  const endedAt = result === null ? null : options.clock.now();
  const status = result?.status ?? "RUNNING";
  options.onStatus?.({ name, machine, status, input, startedAt, endedAt, result });
}
