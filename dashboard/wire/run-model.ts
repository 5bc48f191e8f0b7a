import type { Offer } from "./acts.ts";
import type { Said } from "./said-model.ts";
import type { GenerationModel, ServersModel } from "./servers-model.ts";

export interface PhaseModel {
  readonly id: string;
  readonly state: "done" | "now" | "failed" | "ahead";
  readonly startedAt: number | null;
  readonly seconds: number | null;
}

export interface GateModel {
  readonly id: string;
  readonly verdict: string;
  readonly reason: string;
  readonly value: string;
  readonly threshold: string;
}

export interface EntryModel {
  readonly id: string;
  readonly at: number;
  readonly fleet: string | null;
  readonly run: string | null;
  readonly phase: string | null;
  readonly kind: string;
  readonly action: string;
  /** What it was done to; null: to nothing else. */
  readonly subject: string | null;
  readonly by: string;
  readonly reason: string;
  /** As JSON; null: there is none. */
  readonly evidence: string | null;
}

export interface TrafficModel {
  /** Whether there is traffic to be moved at all. */
  readonly moves: boolean;
  readonly set: number;
  readonly read: number | null;
  readonly agreeing: number;
  /** What was set, and when it was read back, over time. */
  readonly points: readonly { readonly at: number; readonly set: number; readonly read: number | null }[];
  /** Declared shares that are still ahead. */
  readonly ahead: readonly number[];
}

interface ReplacedServer {
  readonly id: string;
  readonly zone: string;
  readonly words: string;
  readonly tone: "ok" | "moving" | "muted";
}

/** Servers that are replaced in place. */
export interface RecycleModel {
  readonly generation: number;
  readonly replaced: number;
  readonly all: number;
  readonly atOnce: number;
  /** Its number; null: none is at work. */
  readonly batch: number | null;
  readonly old: readonly ReplacedServer[];
  readonly fresh: readonly ReplacedServer[];
  /** Substitutes that are still to be launched. */
  readonly awaited: number;
  readonly left: readonly { readonly id: string; readonly reason: string }[];
}

export interface RunModel {
  readonly page: "run";
  readonly fleet: string;
  readonly run: string;
  readonly said: Said;
  readonly image: { readonly from: string | null; readonly to: string };
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly deadlineAt: number;
  readonly usualMs: number | null;
  readonly outcome: string | null;
  readonly phases: readonly PhaseModel[];
  readonly traffic: TrafficModel;
  /** Null: it is a rollout. */
  readonly recycle: RecycleModel | null;
  readonly gates: readonly GateModel[];
  readonly generations: readonly GenerationModel[];
  readonly servers: ServersModel;
  readonly entries: readonly EntryModel[];
  readonly offers: readonly Offer[];
}
