import type { Account } from "../../rehearsal/account.ts";
import type { World } from "../../simulator/world/world.ts";
import type { FleetPlan, NoticePlan, Plan } from "../draws/plan.ts";
import type { Strangers } from "./strangers/objects.ts";
import type { Invocation } from "../processes/invocation.ts";
import type { LedgerView } from "../world/ledger-view.ts";
import type { DecidingStates } from "./deciding-states.ts";
import type { ScanTracker } from "./findings/scan-tracker.ts";
import type { ServerTracker } from "./findings/server-tracker.ts";
import type { Interference, OthersSizes } from "./interference.ts";
import type { ServingTracker } from "./serving-tracker.ts";
import type { TroubleTracker } from "./causes/trouble-tracker.ts";
import type { SweepMetrics } from "./rings/metrics.ts";
import type { Said } from "./spoken/said.ts";

/** What the invariants of outcomes look at: every simulated run has it, the scenarios of the tests too. */
export interface OutcomeInput {
  readonly plan: { readonly fleet: Pick<FleetPlan, "strategy"> };
  readonly account: Account;
  readonly world: World;
  readonly view: LedgerView;
  readonly serving: ServingTracker;
  /** Executions that have not ended, each with its engine's name before it: `e1/web-…`. */
  readonly running: () => readonly string[];
  /** Invocations that have not ended. */
  readonly underWay: () => readonly Invocation[];
  /** Until when the process of such an execution was last paused, or is; 0: never. */
  readonly pausedUntil: (execution: string) => number;
  /** What went wrong for the control plane, and who interfered, by name: when it last did. */
  readonly disturbances: ReadonlyMap<string, number>;
  /** What the bus took of moult's that is not about one server, in order. */
  readonly said: readonly Said[];
  /** The last of the disturbances; 0: there was none. */
  readonly disturbedAt: number;
  /** Whether nothing goes wrong that may undo a rollout, nobody interferes, and every image is good. */
  readonly isQuiet: () => boolean;
}

/** What an invariant looks at. */
export interface CheckerInput extends OutcomeInput {
  readonly plan: Plan;
  readonly deciding: DecidingStates;
  readonly scans: ScanTracker;
  readonly servers: ServerTracker;
  readonly trouble: TroubleTracker;
  /** What each sweep that ended well has logged for CloudWatch. */
  readonly sweeps: readonly SweepMetrics[];
  /** How executions ended, each with its engine's name before it. */
  readonly statuses: ReadonlyMap<string, string>;
  /** When the bus took an event about a finding, by server and field. */
  readonly published: ReadonlyMap<string, readonly number[]>;
  /** What another team has in the account; undefined: nothing is known of any. */
  readonly strangers: Strangers | undefined;
  /** Versions of the launch template that people made. */
  readonly theirVersions: ReadonlySet<number>;
  /** What people changed on the live group, as moult names it, and by when. */
  readonly blueChanges: readonly BlueChange[];
  /** What AWS has scheduled for which server, from when until it took that back. */
  readonly notices: NoticeOf[];
  /** Which servers somebody keeps, from when until the tag was taken off. */
  readonly keeps: KeptServer[];
  /** Who was let into which server, or refused. */
  readonly logins: LoginOf[];
  /** Sizes that the schedule of the first group asks for, and when. */
  readonly scheduled: readonly ScheduledSize[];
  /** What somebody else did to what is the fleet's. */
  readonly interference: readonly Interference[];
  readonly othersSizes: OthersSizes;
}

export interface NoticeOf {
  readonly server: string;
  readonly code: NoticePlan["code"];
  readonly from: number;
  until: number;
}

interface KeptServer {
  readonly server: string;
  readonly from: number;
  /** Null: it is kept still. */
  until: number | null;
}

export interface LoginOf {
  readonly server: string;
  readonly at: number;
  readonly isRefused: boolean;
  readonly hasLeave: boolean;
  /** When its event had come through; null: it has not. */
  takenAt: number | null;
}

export interface BlueChange {
  readonly group: string;
  readonly what: string;
  readonly at: number;
}

export interface ScheduledSize {
  readonly at: number;
  readonly servers: number;
}
