import type { Approvals } from "../approval/approvals.ts";
import type { Brakes } from "../brakes/brakes.ts";
import type { Finding } from "../findings/finding.ts";
import type { LeftOut } from "../recycle/left-out.ts";
import type { Reason } from "../run/cause.ts";
import type { Excepted, Target } from "../run/excepted.ts";
import type { Attempts } from "./attempts.ts";
import type { Unsettled } from "./unsettled.ts";
import type { Wanted } from "./wanted.ts";

/** All that is looked at to decide about a fleet. Every part of it is in the ledger. */
export interface FleetState {
  readonly fleet: string;
  /** Where the declaration says that its image is named (imageSource), and its launch template. */
  readonly source: string;
  readonly template: string;
  /** Whether the declaration says how large a first generation is. */
  readonly hasInitialSize: boolean;
  readonly wanted: Wanted;
  readonly findings: readonly Finding[];
  /** When a server of the live generation is due for its age next, as the last scan saw them; null: none, or unknown. */
  readonly ageDueAt: number | null;
  readonly except: readonly Excepted[];
  readonly attempts: Attempts;
  /** Why images are in quarantine: of those that the state names. */
  readonly quarantined: ReadonlyMap<string, string>;
  /** Null: no generation is live. */
  readonly live: LiveGeneration | null;
  /** The run that has not ended. */
  readonly open: OpenRun | null;
  /** The last run, if it waits for a person to settle it. */
  readonly needsPerson: Unsettled | null;
  readonly brakes: Brakes;
  readonly approvals: Approvals;
  /** Servers are replaced in place where only some are due; not there: a rollout replaces the fleet. */
  readonly recycle?: RecycleState;
  readonly freeze: { readonly reason: string; readonly until: number | null } | null;
}

interface RecycleState {
  /** More than this share of the servers, percent: a rollout. */
  readonly wholeFleetAt: number;
  /** How many the live generation has; null: nobody has counted them, which whoever begins does first. */
  readonly servers: number | null;
  readonly left: readonly LeftOut[];
}

export interface LiveGeneration extends Target {
  readonly number: number;
  readonly template: string;
  /** None of its servers was launched before; null for a group that was adopted, whose servers were there already. */
  readonly launchedFrom: number | null;
}

/** As much of a run as others have to know of it. */
export interface OpenRun {
  readonly id: string;
  /** Not there: a rollout. */
  readonly kind?: "rollout" | "recycle";
  readonly phase: string;
  readonly target: Target;
  /** The launch template of its target; not there where it was not kept. */
  readonly template?: string;
  readonly deadlineAt: number;
  /** From here on another target waits for its end. */
  readonly hasMovedTraffic: boolean;
  /** The generation that it replaces stands by, and has not been asked to give its data away. */
  readonly mayReturn: boolean;
  /** It is on its way back, or a person has asked for that. */
  readonly isEnding: boolean;
}

/** Servers to be; the version is null where nobody has read the template yet. */
export interface WantedTarget {
  readonly image: string;
  readonly templateVersion: number | null;
}

/** One thing for which servers are to be replaced. */
export interface Due {
  readonly reason: Reason;
  /** In words. */
  readonly what: string;
  /**
   * What makes it the same one, in the name of the execution: with since when it is so, as the same may be wanted again after
   * an execution has found that it was not.
   */
  readonly key: string;
  /** A person has to approve it, and has not. */
  readonly needsApproval?: true;
}
