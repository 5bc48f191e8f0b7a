import type { Account } from "../../rehearsal/account.ts";
import type { World } from "../../simulator/world/world.ts";
import type { FleetPlan, Plan } from "../draws/plan.ts";
import type { LedgerView } from "../world/ledger-view.ts";
import type { DecidingStates } from "./deciding-states.ts";
import type { ScanTracker } from "./findings/scan-tracker.ts";
import type { ServerTracker } from "./findings/server-tracker.ts";
import type { ServingTracker } from "./serving-tracker.ts";
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
  /** When the bus took an event about a finding, by server and field. */
  readonly published: ReadonlyMap<string, readonly number[]>;
  /** Versions of the launch template that people made. */
  readonly theirVersions: ReadonlySet<number>;
  /** What people changed on the live group, as moult names it, and by when. */
  readonly blueChanges: readonly BlueChange[];
  /** Sizes that the schedule of the first group asks for, and when. */
  readonly scheduled: readonly ScheduledSize[];
  /** What the invariants do not ask for any more, after what other people and faults did to the fleet. */
  readonly exempted: ReadonlySet<Exemption>;
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

/**
 * What somebody else did to the fleet, so that it need not be whole at quiescence:
 * `servers`: servers were lost or will not start; `size`: somebody set sizes; `traffic`: somebody moved traffic;
 * `live`: the live group itself was deleted; `template`: versions are somebody's or gone; `processes`: somebody
 * suspended some; `stuck`: what a rollout needs was taken away, so that it may wait for a person; `hurt`: a call was
 * lost or a process ended at a point that was chosen, so that a rollout may be undone.
 */
export type Exemption = "servers" | "size" | "traffic" | "live" | "template" | "processes" | "stuck" | "hurt";
