import type { Account } from "../../rehearsal/account.ts";
import type { Simulator } from "../../simulator/simulator.ts";
import type { Random } from "../../simulator/world/random.ts";
import type { BusEvent } from "../../simulator/world/world.ts";
import type { Clock } from "../../src/domain/clock.ts";
import type { ExecutionNews } from "../../src/engine/embedded-engine.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import type { BlueChange, CheckerInput, ScheduledSize } from "../checkers/checker-input.ts";
import type { Interfering, Interference } from "../checkers/interference.ts";
import type { Judge } from "../checkers/judge.ts";
import type { SweepMetrics } from "../checkers/rings/metrics.ts";
import type { Said } from "../checkers/spoken/said.ts";
import type { Plan } from "../draws/plan.ts";
import type { Asked, CallFault, CallFaultOf } from "../faults/call-fault.ts";
import type { ControlPlane } from "../processes/control-plane.ts";
import type { EnforcedRoles } from "../processes/enforced-roles.ts";
import type { Invocation } from "../processes/invocation.ts";
import type { History } from "./history.ts";
import type { LedgerView } from "./ledger-view.ts";
import type { Strangers } from "../checkers/strangers/objects.ts";
import type { WatchedLedger } from "./memory-ledger.ts";
import type { Operator } from "./operator.ts";

/** Seconds by which a read may lag (design 6: up to ten). */
export const MOST_LAG_SECONDS = 10;

/** One simulated account with one ledger, the control planes on it, and everyone who watches or disturbs them. */
export interface ChaosWorld {
  readonly seed: number;
  readonly plan: Plan;
  readonly simulator: Simulator;
  readonly clock: Clock;
  readonly ledger: WatchedLedger;
  readonly view: LedgerView;
  readonly history: History;
  readonly random: Random;
  readonly operator: Operator;
  readonly judge: Judge;
  readonly input: CheckerInput & {
    readonly interference: Interference[];
    readonly theirVersions: Set<number>;
    readonly published: Map<string, number[]>;
    readonly said: Said[];
    strangers: Strangers | undefined;
    readonly sweeps: SweepMetrics[];
    readonly statuses: Map<string, string>;
    readonly blueChanges: BlueChange[];
    readonly scheduled: ScheduledSize[];
  };
  /** Set once the account is furnished. */
  account: Account;
  /** The control planes that are alive, the oldest one first. */
  readonly controlPlanes: ControlPlane[];
  /** How many were opened so far. */
  opened: number;
  /** How often each kind of fault was injected, and how rollouts ended. */
  readonly counts: Map<string, number>;
  /** When one of each kind was last injected. */
  readonly disturbances: ReadonlyMap<string, number>;
  /** When people began to ask for things. */
  faultyFrom: number;
  /** No fault is injected any more. */
  faultsEnded: boolean;
  /** Invocations by the name under which they call. */
  readonly invocations: Map<string, Invocation>;
  /** Takes down what somebody does to an object of the fleet, right before it is done. */
  readonly interferes: (kind: Interfering, object: string) => void;
  readonly count: (what: string) => void;
  readonly note: (what: string) => void;
  /** Lets a fault draw what goes wrong with each call, until the faults have ended. */
  readonly inject: (callFaultOf: CallFaultOf) => void;
  /** Like `inject`, but asked first, and also when the faults have ended. */
  readonly injectAlways: (callFaultOf: CallFaultOf) => void;
  /** Lets a fault draw what goes wrong with each read of the ledger, until the faults have ended. */
  readonly injectReads: (callFaultOf: CallFaultOf) => void;
  /** Whether a step does nothing this time; the machine waits and calls it again. */
  skips: (task: string) => boolean;
  readonly onBusEvent: (listener: (event: BusEvent) => void) => void;
  readonly begin: (invocation: Invocation) => void;
  readonly ended: (invocation: Invocation) => void;
  readonly callFaultOf: (asked: Asked) => CallFault | undefined;
  readonly readFaultOf: CallFaultOf;
  /** Each invocation under the role of its function. */
  readonly roles: EnforcedRoles;
  readonly onSend: (invocation: Invocation) => void;
  readonly onStatus: (process: string, news: ExecutionNews) => void;
  readonly onState: (execution: string, state: string) => void;
  /** A ledger that tells the judge of each decision which the invocation writes down. */
  readonly observeLedger: (ledger: Ledger, invocation: Invocation) => Ledger;
}
