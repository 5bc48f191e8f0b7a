import type { Fault } from "../../simulator/calls/faults.ts";
import type { Clock } from "../../src/domain/clock.ts";
import { ServiceUnavailable, Throttled } from "../../src/errors/errors.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import type { ExecutionStarter } from "../../src/step/step.ts";
import type { Asked, CallFault, CallFaultOf } from "../faults/call-fault.ts";
import { never, type ProcessLifetime, whileAlive } from "./process-lifetime.ts";

/** One run of one function's code, in one process. */
export interface Invocation {
  /** Its name in the simulator's call log: `moult/e1/12`. */
  readonly caller: string;
  readonly process: string;
  /** The execution whose Task it is; undefined: of none. */
  readonly execution: string | undefined;
  /** `shiftTraffic`, `sweep`, `imagePublished`. */
  readonly task: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** By the world's clock. */
  readonly startedAt: number;
  readonly lifetime: ProcessLifetime;
  /** The faults of its calls that are under way, in the order in which the calls arrive. */
  readonly underWay: (CallFault | undefined)[];
  /** Whether anything has gone wrong with one of its calls or writes. */
  isDisturbed: boolean;
  /** Whether it has answered, failed or died. */
  isOver?: boolean;
  /** Changes it wrote down and has not sent yet: the action's name and what is asked for. */
  readonly recorded: {
    readonly action: string;
    readonly subject: string;
    readonly request: string;
    readonly reason: string;
  }[];
}

/** What an invocation's outbound ports need of the chaos world. */
export interface Outside {
  /** Draws the fault of a call. */
  readonly callFaultOf: (asked: Asked) => CallFault | undefined;
  /** Draws the fault of a read of the ledger. */
  readonly readFaultOf: CallFaultOf;
  readonly clock: Clock;
  /** Told right before a request leaves the process. */
  readonly onSend: (invocation: Invocation) => void;
}

/** No network holds a request back for longer than half of the leases' clock margin. */
const LONGEST_WAY_MS = 5000;

const asked = ({ process, task }: Invocation, medium: Asked["medium"], what: string): Asked => ({
  medium,
  what,
  process,
  task,
});

/** A clock that is off by `skewMs` and whose sleepers never wake in a dead process. */
export const clockOf = (clock: Clock, lifetime: ProcessLifetime, skewMs: number): Clock => ({
  now: () => clock.now() + skewMs,
  sleep: (milliseconds, signal) => whileAlive(lifetime, clock.sleep(milliseconds, signal)),
});

/** A way to AWS out of one invocation: its process may die around each call. */
export const throughCallFaults =
  <Request, Answer>(
    inner: (request: Request) => Promise<Answer>,
    invocation: Invocation,
    outside: Outside,
  ): ((request: Request) => Promise<Answer>) =>
  async (request) => {
    const { lifetime, underWay } = invocation;
    if (!lifetime.alive) return never();
    // The entry of a change is written right before it is sent.
    const isWrite = invocation.recorded.length > 0;
    const callFault = outside.callFaultOf(asked(invocation, "call", isWrite ? "write" : "read"));
    if (callFault !== undefined) invocation.isDisturbed = true;
    if (callFault?.kind === "dies" && callFault.when === "before") return die(lifetime);
    const lateMs = callFault?.kind === "late" ? callFault.seconds * 1000 : 0;
    // A read may hang before or after it reaches AWS. A request that changes something arrives soon or never.
    const before = isWrite ? Math.min(lateMs, LONGEST_WAY_MS) : lateMs;
    outside.onSend(invocation);
    if (before > 0) await outside.clock.sleep(before);
    // A request that has left goes on to AWS, whether its sender is still alive or not.
    underWay.push(callFault);
    const answer = await whileAlive(lifetime, inner(request));
    if (lateMs > before) await whileAlive(lifetime, outside.clock.sleep(lateMs - before));
    return callFault?.kind === "dies" && callFault.when === "after" ? die(lifetime) : answer;
  };

const die = (lifetime: ProcessLifetime): Promise<never> => {
  lifetime.end("Lambda.Unknown");
  return never();
};

/** What the simulator is told to do with a call that arrives. */
export function faultOf(invocation: Invocation, kind: "read" | "write", service: string): Fault | undefined {
  const callFault = invocation.underWay.shift();
  if (callFault === undefined) return undefined;
  if (callFault.kind === "dies" && callFault.when === "during") invocation.lifetime.end("Lambda.Unknown");
  if (callFault.kind === "lost") return { kind: "lost" };
  if (callFault.kind === "stale" && kind === "read") return { kind: "stale", asOf: callFault.seconds };
  if (callFault.kind === "throttled")
    return { kind: "error", code: throttlingCode(service), status: 400, message: "Rate exceeded" };
  if (callFault.kind === "unavailable")
    return { kind: "error", code: "InternalFailure", status: 500, message: "An internal error has occurred" };
  return undefined;
}

/** aws-facts 2: EC2 throttles with RequestLimitExceeded, the query services with Throttling. */
const throttlingCode = (service: string): string =>
  service === "ec2" ? "RequestLimitExceeded" : service === "ssm" ? "ThrottlingException" : "Throttling";

/** The ledger as one invocation has it: its writes fail and stall, and so do its reads where a fault asks for that. */
export function ledgerOf(inner: Ledger, invocation: Invocation, outside: Outside): Ledger {
  const { lifetime } = invocation;
  const write = <T>(sort: string, make: () => Promise<T>): Promise<T> =>
    carry({ invocation, outside, asked: asked(invocation, "ledger", sort.split("#")[0] ?? sort) }, make);
  const read = <T>(sort: string, make: () => Promise<T>): Promise<T> => {
    if (!lifetime.alive) return never();
    const fault = outside.readFaultOf(asked(invocation, "ledger", sort.split("#")[0] ?? sort));
    return fault === undefined
      ? answered(lifetime, make())
      : disturbedRead({ invocation, outside, fault }, make);
  };
  return {
    get: (key) => read(key.sort, () => inner.get(key)),
    list: (partition, options) => read(options?.prefix ?? partition, () => inner.list(partition, options)),
    put: (item, expected) => write(item.sort, () => inner.put(item, expected)),
    remove: (key, revision) => write(key.sort, () => inner.remove(key, revision)),
    close: () => undefined,
  };
}

/**
 * A read of the ledger that nothing disturbs takes no time here, and no pause falls into it: between the last look at the lease and the
 * request lies what the leases' clock margin is for, and no process can look later than that.
 */
const answered = async <T>(lifetime: ProcessLifetime, read: Promise<T>): Promise<T> => {
  const answer = await read;
  return lifetime.alive ? answer : never();
};

interface ReadFault {
  readonly invocation: Invocation;
  readonly outside: Outside;
  readonly fault: CallFault;
}

/** A read that is refused, or whose answer, of now, arrives later. */
async function disturbedRead<T>(
  { invocation, outside, fault }: ReadFault,
  make: () => Promise<T>,
): Promise<T> {
  const { lifetime } = invocation;
  invocation.isDisturbed = true;
  refuse(fault);
  const answer = await answered(lifetime, make());
  if (fault.kind === "late") await whileAlive(lifetime, outside.clock.sleep(fault.seconds * 1000));
  return answer;
}

/** StartExecution as one invocation makes it. */
export const starterOf = (
  inner: ExecutionStarter,
  invocation: Invocation,
  outside: Outside,
): ExecutionStarter => ({
  start: (machine, name, input) =>
    carry({ invocation, outside, asked: asked(invocation, "start", "execution") }, () =>
      inner.start(machine, name, input),
    ),
});

interface Carrying {
  readonly invocation: Invocation;
  readonly outside: Outside;
  readonly asked: Asked;
}

async function carry<T>({ invocation, outside, asked: what }: Carrying, make: () => Promise<T>): Promise<T> {
  const { lifetime } = invocation;
  if (!lifetime.alive) return never();
  const callFault = outside.callFaultOf(what);
  if (callFault !== undefined) invocation.isDisturbed = true;
  if (callFault?.kind === "dies" && callFault.when === "before") return die(lifetime);
  refuse(callFault);
  if (callFault?.kind === "late") await whileAlive(lifetime, outside.clock.sleep(callFault.seconds * 1000));
  const answer = await whileAlive(lifetime, make());
  if (callFault?.kind === "dies") return die(lifetime);
  if (callFault?.kind === "lost") throw new ServiceUnavailable("TimeoutError: the answer was lost");
  return answer;
}

/** Throws what DynamoDB and Step Functions answer when they carry nothing out. */
function refuse(callFault: CallFault | undefined): void {
  if (callFault?.kind === "throttled")
    throw new Throttled("ProvisionedThroughputExceededException: try again");
  if (callFault?.kind === "unavailable") throw new ServiceUnavailable("InternalServerError: try again");
}
