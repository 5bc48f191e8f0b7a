import type { Offer } from "./acts.ts";
import type { EntryModel, RunModel } from "./run-model.ts";
import type { Said } from "./said-model.ts";
import type { GenerationModel, ServersModel } from "./servers-model.ts";

export interface FleetRowModel extends Said {
  /** The fleet's name. */
  readonly id: string;
  readonly image: string | null;
  readonly generation: number | null;
  /** The rollout that runs. */
  readonly run: string | null;
  /** What a person is asked for, to be answered from the list. */
  readonly offers: readonly Offer[];
}

export interface FleetsModel {
  readonly page: "fleets";
  readonly rows: readonly FleetRowModel[];
  readonly offers: readonly Offer[];
}

export interface RunRowModel {
  readonly id: string;
  readonly image: string;
  /** Servers that it replaced in place, or is to; null: it is a rollout. */
  readonly inPlace: number | null;
  readonly outcome: string | null;
  readonly reason: string;
  readonly startedAt: number;
  readonly endedAt: number | null;
}

export interface FleetModel {
  readonly page: "fleet";
  /** Its name. */
  readonly id: string;
  readonly said: Said;
  /** The rollout that runs. */
  readonly run: string | null;
  readonly declared: { readonly by: string; readonly at: number } | null;
  readonly attention: readonly {
    readonly id: string;
    readonly reason: string;
    readonly commands: readonly string[];
  }[];
  readonly generations: readonly GenerationModel[];
  readonly servers: ServersModel;
  readonly next: readonly {
    readonly id: string;
    readonly what: string;
    readonly at: number | null;
    readonly held: string;
  }[];
  readonly findings: readonly {
    readonly id: string;
    readonly server: string;
    readonly words: string;
    readonly consequence: string;
    readonly since: number;
  }[];
  readonly runs: readonly RunRowModel[];
  readonly offers: readonly Offer[];
}

export interface HistoryModel {
  readonly page: "history";
  readonly fleet: string | null;
  readonly fleets: readonly string[];
  readonly entries: readonly EntryModel[];
  /** As many as were read of a fleet at most; older ones are read by the command line. */
  readonly most: number;
}

export interface BrakesModel {
  readonly page: "brakes";
  readonly freezes: readonly {
    readonly id: string;
    readonly fleet: string | null;
    readonly reason: string;
    readonly by: string;
    readonly since: number;
    readonly until: number | null;
    readonly offers: readonly Offer[];
  }[];
  readonly approvals: readonly {
    readonly id: string;
    readonly fleet: string;
    readonly what: string;
    readonly until: number;
    readonly onDeadline: string;
    readonly offers: readonly Offer[];
  }[];
  readonly quarantine: readonly {
    readonly id: string;
    readonly image: string;
    readonly reach: string | null;
    readonly reason: string;
    readonly at: number;
    readonly fleet: string | null;
    readonly offers: readonly Offer[];
  }[];
  /** The same finding on many fleets at once, for which nothing is replaced until somebody acknowledges it. */
  readonly storms: readonly {
    readonly id: string;
    readonly number: number;
    readonly words: string;
    readonly fleets: number;
    readonly since: number;
    readonly offers: readonly Offer[];
  }[];
  readonly waits: readonly {
    readonly id: string;
    readonly by: string;
    readonly reason: string;
    readonly until: number | null;
  }[];
  readonly offers: readonly Offer[];
}

export interface CalendarRunModel {
  readonly id: string;
  readonly at: number;
  readonly what: string;
  readonly servers: number | null;
  readonly seconds: number;
  readonly dollars: number | null;
}

export interface CalendarModel {
  readonly page: "calendar";
  readonly zone: string;
  readonly days: readonly {
    readonly id: string;
    readonly from: number;
    readonly to: number;
    readonly runs: number;
    readonly closed: number;
  }[];
  readonly fleets: readonly {
    readonly id: string;
    readonly now: string;
    readonly runs: readonly CalendarRunModel[];
    /** Stretches in which windows and freezes let a run begin. */
    readonly open: readonly { readonly from: number; readonly to: number }[];
    readonly held: string | null;
  }[];
  readonly dollars: number | null;
  readonly prices: string | null;
  readonly fault: string | null;
}

export type Model = FleetsModel | FleetModel | RunModel | HistoryModel | BrakesModel | CalendarModel;
