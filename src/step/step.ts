import type { Clients, ServiceName } from "../aws/clients.ts";
import type { Clock } from "../domain/clock.ts";
import type { OutgoingEvent } from "../domain/outbox/outbox.ts";
import type { Carrier, ExecutionState } from "../domain/run/may-still-run.ts";
import type { Side } from "../domain/run/rollout.ts";
import type { StartInput } from "../domain/run/start-input.ts";
import type { StepAnswer } from "../domain/run/step-answer.ts";
import type { Deed } from "../domain/steering/do-input.ts";
import type { Measurement } from "../domain/telemetry/metric-catalogue.ts";
import type { Ledger } from "../ledger/ledger.ts";

/** Which run a step carries on, and the fence its changes are made under. */
export interface StepInput {
  readonly fleet: string;
  /** The run's id. */
  readonly run: string;
  readonly fence: number;
  /** The execution's name, from a machine that can hand a run over to its next leg; one of before 0.2.0 does not give it. */
  readonly execution?: string;
  /** Of a state that hangs up a bell: what rings it. */
  readonly token?: string;
  /** The generation that the lease is about; undefined: the whole fleet. */
  readonly generation?: number | undefined;
  /** What a Catch put there when an earlier state failed: the state that undoes writes it down as the reason. */
  readonly error?: { readonly Error: string; readonly Cause?: string } | undefined;
  /** What an execution whose admission failed was to go to, where its input says it. */
  readonly image?: string;
}

/** What starts a run, parsed. By hand from the console `{"fleet":"web"}` is enough. */
export interface AdmitInput extends StartInput {
  /** The execution's name, and the id of the run that it begins. */
  readonly run: string;
}

/** What starts an execution that carries a run which the ledger has already, parsed. */
export interface TakeUpInput {
  readonly fleet: string;
  /** The run's id. */
  readonly run: string;
  /** The execution's name. */
  readonly execution: string;
}

/** What an execution was started with when no run can begin from it: there is no fleet to speak of. */
export interface RefusedInput {
  /** The execution's name. */
  readonly run: string;
  /** All that is wrong, in words. */
  readonly faults: readonly string[];
  /** What would be right, as JSON. Default: `{"fleet":"web"}`. */
  readonly example?: string;
  readonly given: unknown;
}

/** What a machine that reads the whole account hands from one of its Tasks to the next. */
export interface ReadInput {
  /** The execution's name. */
  readonly run: string;
  /** How far the reading is; null: it begins. */
  readonly progress: Readonly<Record<string, unknown>> | null;
}

/** What the machine hands to a Task, parsed. */
export type TaskInput = StepInput | AdmitInput | TakeUpInput | RefusedInput | ReadInput;

/** What a reason is given with. */
export type Evidence = Readonly<Record<string, unknown>>;

/** Everything a step may use. The clients already carry fence, freeze, trace and retry for this one invocation. */
export interface StepContext<Service extends ServiceName = never> {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly aws: Pick<Clients, Service>;
  /**
   * Makes changes for a reason: the trace writes it beside each of them before the call. A change outside of any
   * reason is refused.
   */
  readonly withReason: <T>(reason: string, evidence: Evidence | null, act: () => Promise<T>) => Promise<T>;
  /** Starts executions of the machines: the Step Functions client, or the engine that runs this one. */
  readonly starter: ExecutionStarter;
  /** Asks how executions stand; only a recovery and the sweep do. */
  readonly executions: ExecutionReader;
  /** Wakes a run that waits for a person; only who hears of their answers does. */
  readonly bells?: BellRinger | undefined;
  /** What carries the executions here, for the lease; left out by who carries none. */
  readonly carrier?: Carrier | undefined;
  /** Polls after which the next execution carries a run on. Default: LEG_POLLS. */
  readonly legPolls?: number;
  /** HTTP as seen from where the control plane runs; answers a status or why there was none. */
  readonly probe: (
    url: string,
    timeoutSeconds: number,
  ) => Promise<{ status: number | null; error: string | null }>;
  /** Puts events on the bus, and answers of each whether the bus took it. Only the outbox calls it (outbox/publish.ts). */
  readonly publish: (events: readonly OutgoingEvent[]) => Promise<readonly boolean[]>;
  /** Hands over what is to be measured. Never throws. Not there: nobody measures, as in a process of a person's. */
  readonly measure?: ((measured: readonly Measurement[]) => void) | undefined;
}

/** What an execution is started with. */
export interface ExecutionInput {
  readonly fleet: string;
  /** What was decided: Admit decides again, and goes on when it comes to the same image. */
  readonly decided?: { readonly image: string; readonly reason: string };
  /** What a person asks for (docs/design.md, "What starts an execution"). */
  readonly image?: string;
  readonly force?: boolean;
  readonly replaceLaunchedBefore?: string;
  readonly until?: string;
  readonly reason?: string;
  readonly by?: string;
  /** The side on which a fleet stays whose last rollout needs a person. */
  readonly settle?: Side;
  /** What a person has done to what runs, or to the fleet: `pause`, `resume` and others (docs/design.md). */
  readonly do?: Deed;
  readonly for?: string;
  readonly keep?: Side;
  /** Id of an abandoned run that the execution takes over, to undo it. */
  readonly recover?: string;
  /** The run that the execution carries on where it stands, and as which of its legs. */
  readonly leg?: { readonly run: string; readonly number: number };
  /** Id of the retirement that the execution carries. */
  readonly retirement?: string;
}

/** Starts executions of a machine (`rollout`). Starting the same name twice starts it once. */
export interface ExecutionStarter {
  readonly start: (
    machine: string,
    name: string,
    input: ExecutionInput,
  ) => Promise<"started" | "already-started">;
}

/** Wakes an execution that waits. Whoever rings says nothing by it: what was answered, and by whom, is in the ledger. */
export interface BellRinger {
  /** `gone`: nothing waits for this token any more, and what comes next hangs up a bell of its own. */
  readonly ring: (token: string) => Promise<"rung" | "gone">;
}

/** What there is to know of executions beyond starting them. */
export interface ExecutionReader {
  readonly status: (machine: string, name: string) => Promise<ExecutionState>;
}

export type Step<Service extends ServiceName> = (
  input: StepInput,
  context: StepContext<Service>,
) => Promise<StepAnswer>;

/** Admit alone makes the fence, and says which run the other steps carry. */
export interface AdmitAnswer extends StepAnswer {
  readonly rollout: string;
  readonly fence: number;
}
