import { AsyncLocalStorage } from "node:async_hooks";
import type { ClientFactories, ClientSettings, ServiceName } from "../aws/clients.ts";
import { connect } from "../aws/connect.ts";
import type { AwsMiddleware } from "../aws/middleware/aws-middleware.ts";
import { errors } from "../aws/middleware/errors.ts";
import { guard } from "../aws/middleware/guard.ts";
import { retry } from "../aws/middleware/retry.ts";
import { trace } from "../aws/middleware/trace.ts";
import type { Clock } from "../domain/clock.ts";
import type { Carrier } from "../domain/run/may-still-run.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type {
  BellRinger,
  Evidence,
  ExecutionReader,
  ExecutionStarter,
  StepContext,
  StepInput,
} from "./step.ts";

/**
 * The functions' time limit. The machine waits ten seconds longer and then tries the step again, or goes another way,
 * under the same fence: in an engine that cannot end a step, this keeps the old one from acting beside that.
 */
export const STEP_SECONDS = 110;

/** What a step runs in: all that differs between Lambda, the embedded engine, a dry run and a test. */
export interface Runtime {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly settings: ClientSettings;
  /** From 0 (included) to 1 (excluded). */
  readonly random: () => number;
  readonly starter: ExecutionStarter;
  readonly executions: ExecutionReader;
  readonly bells?: BellRinger | undefined;
  readonly probe: StepContext["probe"];
  readonly publish: StepContext["publish"];
  readonly measure?: StepContext["measure"];
  /** What carries the executions here, for the lease of what they take up. */
  readonly carrier?: Carrier | undefined;
  /** Called with the action of every call that is sent. */
  readonly count?: (action: string) => void;
  /** Called with the reason of the next changes, and the phase they are made in. */
  readonly onReason?: (phase: string, reason: string) => void;
  /** Polls after which the next execution carries a run on: fewer, to see legs follow each other. Default: LEG_POLLS. */
  readonly legPolls?: number;
  /** Rollouts that may be open at once in the account; null: any number. What the sweep is told goes for all. */
  readonly atOnce?: number | null;
  /** Which version of moult is deployed, for who says when that becomes another. */
  readonly version?: string;
  /** How long a read that nobody answers is tried again. Default: as long as a step can wait. */
  readonly unansweredMs?: number;
  /** More middleware: the dry run, or another way out than the SDK's. */
  readonly middleware?: readonly AwsMiddleware[];
}

/** Why the changes of a scope are made. */
interface Reason {
  readonly reason: string;
  readonly evidence: Evidence | null;
}

/** For which run changes are made, and under which lease. */
type Acting = Pick<StepInput, "fleet" | "run" | "fence" | "generation">;

/**
 * The context of one invocation of one step: clients that retry, that change nothing without the fleet's live lease
 * and the newest fence, and that write down every change with its reason before it is made.
 */
export function openContext<S extends ServiceName>(
  phase: string,
  input: Acting,
  factories: ClientFactories<S>,
  runtime: Runtime,
): StepContext<S> {
  const reasonNow = new AsyncLocalStorage<Reason>();
  return {
    ledger: runtime.ledger,
    clock: runtime.clock,
    aws: connect(factories, runtime.settings, middlewareOf(phase, input, reasonNow, runtime)),
    withReason: (reason, evidence, act) => {
      runtime.onReason?.(phase, reason);
      return reasonNow.run({ reason, evidence }, act);
    },
    starter: runtime.starter,
    executions: runtime.executions,
    bells: runtime.bells,
    carrier: runtime.carrier,
    probe: runtime.probe,
    publish: runtime.publish,
    measure: runtime.measure,
    ...(runtime.legPolls !== undefined && { legPolls: runtime.legPolls }),
  };
}

/** From the ledger's guard to the runtime's own: what every call of the invocation passes (src/aws/connect.ts). */
function middlewareOf(
  phase: string,
  { fleet, run, fence, generation }: Acting,
  reasonNow: AsyncLocalStorage<Reason>,
  { ledger, clock, random, count, unansweredMs, middleware = [] }: Runtime,
): readonly AwsMiddleware[] {
  const until = clock.now() + STEP_SECONDS * 1000;
  const guarded = guard({ ledger, clock, claim: { fleet, generation, owner: run, fence }, until });
  const traced = trace({
    ledger,
    clock,
    fleet,
    run,
    phase,
    actor: run,
    reasonNow: () => reasonNow.getStore(),
    count: (action) => count?.(action),
  });
  const retrying = retry({ clock, random, ...(unansweredMs !== undefined && { unansweredMs }) });
  return [retrying, guarded, { ...guarded, name: "fence" }, traced, errors(), ...middleware];
}
