import type { Clients, ServiceName } from "../aws/clients.ts";
import type { Clock } from "../domain/clock.ts";
import type { ReplacementRequest, StepAnswer } from "../domain/run/rollout.ts";
import type { Ledger } from "../ledger/ledger.ts";

/** Which rollout a step carries on, and the fence its changes are made under. */
export interface StepInput {
  readonly fleet: string;
  readonly rollout: string;
  readonly fence: number;
  /** What a Catch put there when an earlier state failed: RollBack writes it down as the reason. */
  readonly error?: { readonly Error: string; readonly Cause?: string } | undefined;
}

/** What starts a rollout. By hand from the console `{"fleet":"web"}` is enough. */
export interface AdmitInput {
  readonly fleet: string;
  /** The execution's name, and the id of the rollout that it begins. */
  readonly rollout: string;
  /** Id of an abandoned rollout that this execution takes over, to roll it back. */
  readonly recover?: string;
  readonly request?: Partial<Omit<ReplacementRequest, "at">> & { readonly at?: number | undefined };
}

/** Everything a step may use. The clients already carry fence, freeze, trace and retry for this one invocation. */
export interface StepContext<Service extends ServiceName = never> {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly aws: Pick<Clients, Service>;
  /** Says why the next changes are made; the trace writes it beside each of them before the call. */
  readonly because: (reason: string, evidence?: Readonly<Record<string, unknown>>) => void;
  /** Starts executions of the machine: the Step Functions client, or the engine that runs this one. */
  readonly starter: RolloutStarter;
  /** Asks how executions stand; only a recovery and the sweep do. */
  readonly executions: ExecutionReader;
  /** HTTP as seen from where the control plane runs; answers a status or why there was none. */
  readonly probe: (
    url: string,
    timeoutSeconds: number,
  ) => Promise<{ status: number | null; error: string | null }>;
  /** Puts a `moult.*` event on the bus. Best effort: the ledger has the same. */
  readonly publish: (detailType: string, detail: Readonly<Record<string, unknown>>) => Promise<void>;
}

/** Starts rollouts. Starting the same name twice starts it once. */
export interface RolloutStarter {
  readonly start: (
    name: string,
    input: { fleet: string; request: ReplacementRequest; recover?: string },
  ) => Promise<"started" | "already-started">;
}

/** What there is to know of executions beyond starting them. */
export interface ExecutionReader {
  /** `unknown`: it runs somewhere that cannot be asked, or was never started. */
  readonly status: (name: string) => Promise<"running" | "ended" | "unknown">;
}

export type Step<Service extends ServiceName> = (
  input: StepInput,
  context: StepContext<Service>,
) => Promise<StepAnswer>;

/** Admit alone makes the fence, and says which rollout the other steps carry. */
export interface AdmitAnswer extends StepAnswer {
  readonly rollout: string;
  readonly fence: number;
}
