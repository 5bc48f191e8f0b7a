import type { WaysIn } from "../../rehearsal/front.ts";
import type { ApprovalPlan } from "./brakes/approval-plan.ts";
import type { FleetDeclaration } from "../../src/domain/declaration/fleet.ts";

/** How the servers of an image behave, as `sim:*` tags, and what is wrong with the image itself. */
export interface ImagePlan {
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly architecture?: "arm64";
  /** Made so many seconds before it is asked for; at the same moment when not given. */
  readonly ageSeconds?: number;
  /** Deregistered so many seconds after it was made. */
  readonly goneAfterSeconds?: number;
}

export interface RequestPlan {
  /** Seconds after the faulty phase began. */
  readonly afterSeconds: number;
  readonly kind: RequestKind;
  readonly image: ImagePlan;
  /** How long a pin lasts; how long ago servers were launched that are to be replaced. */
  readonly seconds?: number;
}

/** How a fleet is made to become another one. */
export const REQUEST_KINDS = [
  /** An image on the fleet's channel. */
  "event",
  /** The fleet's first image on its channel again. */
  "set-back",
  /** An operator names an image. */
  "operator",
  /** An operator names an image and when that ends. */
  "pinned",
  /** An operator has every server replaced by the same. */
  "forced",
  /** The same of servers launched before an instant. */
  "replaced",
  /** The launch template's default becomes another version. */
  "template",
] as const;
type RequestKind = (typeof REQUEST_KINDS)[number];

/** What an operator does beside. `retry`: what was refused last is begun again. */
export const ACT_KINDS = ["abort", "freeze", "quarantine", "retry", "unpin"] as const;

/** What an operator does to what runs. */
export const STEERING_KINDS = ["pause", "resume", "promote", "rollback"] as const;

/** What an operator does beside starting rollouts. */
export interface ActPlan {
  readonly afterSeconds: number;
  readonly kind: (typeof ACT_KINDS)[number] | (typeof STEERING_KINDS)[number];
  /** How long a freeze or a pause lasts. */
  readonly seconds: number;
}

/** What people do to a server by hand. */
export const HAND_KINDS = [
  "group-added",
  "metadata-changed",
  "tag-deleted",
  "monitored",
  "profile-exchanged",
  "volume-replaced",
  "restarted",
  "terminated",
] as const;

export interface HandPlan {
  readonly kind: (typeof HAND_KINDS)[number];
  readonly afterSeconds: number;
  /** Seconds until it is taken back, as far as that can be done; null: it stays. */
  readonly undoneAfter: number | null;
  /** Which of the live servers, from 0 up to 1. */
  readonly place: number;
}

/** By which calls people are let into servers. */
export const LOGIN_CALLS = ["StartSession", "SendSSHPublicKey", "SendSerialConsoleSSHPublicKey"] as const;

export interface LoginPlan {
  readonly afterSeconds: number;
  /** Which of the servers, from 0 up to 1. */
  readonly place: number;
  readonly call: (typeof LOGIN_CALLS)[number];
  readonly isRefused: boolean;
  /** How long leave to log in lasts that is given right before; null: none is. */
  readonly leaveSeconds: number | null;
}

/** What AWS schedules for servers. */
export const NOTICE_CODES_DRAWN = [
  "instance-retirement",
  "instance-stop",
  "instance-reboot",
  "system-reboot",
  "system-maintenance",
] as const;

export interface NoticePlan {
  readonly afterSeconds: number;
  /** Which of the live servers, from 0 up to 1. */
  readonly place: number;
  readonly code: (typeof NOTICE_CODES_DRAWN)[number];
  /** Whether AWS Health tells of it. */
  readonly isPublished: boolean;
  /** Seconds until it is taken back; null: it stands. */
  readonly canceledAfter: number | null;
}

/** Somebody wants a server left alone for a while. */
export interface KeepPlan {
  readonly afterSeconds: number;
  /** Which of the live servers, from 0 up to 1. */
  readonly place: number;
  /** Whether its tag says why and until when. */
  readonly isWhole: boolean;
  /** Seconds until the tag is taken off. */
  readonly undoneAfter: number;
}

/** What becomes of scans, and of the account while one reads it. */
export const SCAN_TROUBLES = [
  "scan-lost",
  "scan-doubled",
  "scan-late",
  "zone-disrupted",
  "come-and-go",
] as const;

/** What may last for hours. A freeze comes last: it falls into any of the others. */
export const LONG_WAITS = ["long-pause", "long-bake", "long-warm", "long-handoff", "long-freeze"] as const;
export type LongWait = (typeof LONG_WAITS)[number];

export interface ScansPlan {
  readonly troubles: readonly (typeof SCAN_TROUBLES)[number][];
  /** What stands on enough other fleets to be a storm beside this one; null: there are no other fleets. */
  readonly storm: { readonly acknowledgedAfter: number | null } | null;
  /** When the first one is due. */
  readonly firstSeconds: number;
  readonly seed: number;
}

/** From one minute on, until another that is not part of it, after the declaration. */
export interface ClosedPlan {
  readonly from: number;
  readonly to: number;
}

/** What binds when the fleet's runs may begin. */
export interface BrakesPlan {
  readonly windows?: {
    readonly kind: "allow" | "deny";
    readonly closed: readonly ClosedPlan[];
    /** They hold green's first traffic, too. */
    readonly gates?: "shift";
  };
  /** `isGone`: it is deleted then, instead of being closed. */
  readonly calendar?: { readonly closed: readonly ClosedPlan[]; readonly isGone: boolean };
  readonly budget?: { readonly perDay?: number; readonly perReason?: { readonly image: number } };
  /** The account has one slot, and another fleet's rollout that never begins took it after so many minutes. */
  readonly slots?: { readonly otherMinutes: number };
}

export interface FleetPlan {
  readonly servers: number;
  readonly strategy: FleetDeclaration["traffic"]["strategy"];
  readonly firstGeneration: boolean;
  /** More ways in than one listener. Not given: no other. */
  readonly waysIn?: WaysIn;
  readonly oneZone: boolean;
  readonly sticky: boolean;
  readonly hooks: boolean;
  readonly scalingPolicy: boolean;
  /** A scheduled action that comes round at night. */
  readonly schedule: boolean;
  /** Scheduled actions that run once, so many seconds after the faulty phase began, in their order. */
  readonly due?: readonly {
    readonly name: string;
    readonly afterSeconds: number;
    readonly servers: number;
  }[];
  readonly image: ImagePlan;
  readonly drainSeconds: number;
  /** Processes that are suspended in blue before moult comes. */
  readonly suspended: readonly string[];
  readonly minimum: number;
  /** Everything of the declaration but what the account decides: template, channel, rule, target groups. */
  readonly declaration: Pick<FleetDeclaration, "gates" | "bake" | "retire" | "deadlines" | "onFailure"> & {
    readonly steps: readonly string[];
    readonly pause: string;
    readonly floor: string;
  };
  readonly age?: { readonly max: string; readonly jitter: string; readonly hardMax?: string };
  readonly drift?: FleetDeclaration["drift"];
  readonly health?: Readonly<Record<"retirement" | "reboot" | "maintenance", "replace" | "report">>;
  readonly brakes?: BrakesPlan;
  /** Servers that are due are replaced in place; not given: the fleet is. */
  readonly recycle?: { readonly atOnce: number | string; readonly wholeFleetAt: string };
  /** Not given: nobody is asked, or nobody answers. */
  readonly approval?: ApprovalPlan;
  readonly access?: { readonly session: "replace" | "report"; readonly after: string };
}

/** One run, drawn from its seed: what there is, what is asked for and what goes wrong. */
export interface Plan {
  readonly fleet: FleetPlan;
  readonly requests: readonly RequestPlan[];
  readonly acts: readonly ActPlan[];
  readonly faults: readonly FaultPlan[];
  /** Not given: none. */
  readonly longWaits?: readonly LongWait[];
  /** How long things go wrong, seconds. */
  readonly faultySeconds: number;
  readonly traffic: boolean;
  readonly engine: EnginePlan;
  readonly hands?: readonly HandPlan[];
  /** Not given: AWS schedules nothing. */
  readonly notices?: readonly NoticePlan[];
  /** Not given: nobody logs in. */
  readonly logins?: readonly LoginPlan[];
  /** Not given: nobody wants a server left alone. */
  readonly keeps?: readonly KeepPlan[];
  /** Not given: nothing scans. */
  readonly scans?: ScansPlan;
}

interface EnginePlan {
  /** Step Functions calls functions that end at their time limit; or one process does it all, and they go on. */
  readonly runs: "functions" | "one-process";
  /** The machine's own time limit, when it is not to be the deployed one. */
  readonly machineSeconds?: number;
  /** Polls after which the next execution carries a rollout on, when these are not to be the deployed ones. */
  readonly legPolls?: number;
}

export interface FaultPlan {
  readonly name: string;
  /** From 0 (hardly ever) to 1. */
  readonly rate: number;
  /** Seed of its own chance, so that one fault more does not change what the others do. */
  readonly seed: number;
}
