import type { AgeDue } from "../../rollout/convergence/age-due.ts";

/** What a rollout would do, without doing it. */
export interface Plan {
  readonly fleet: string;
  readonly verdict: "changes" | "nothing-to-do" | "refused";
  readonly reason: string;
  readonly imageFrom: string | null;
  readonly imageTo: string;
  /** Servers that green would have. */
  readonly size: number;
  readonly steps: readonly PlanStep[];
  readonly estimatedSeconds: number;
  /** The server that is due for its age first, now; null: no age is declared, or no scan has seen the servers. */
  readonly ageDue: AgeDue | null;
  /** Who is beside the fleet's group and template, that moult can live beside: what comes of it, and what to do about it. */
  readonly warnings: readonly { readonly place: string; readonly why: string }[];
}

export interface PlanStep {
  readonly phase: string;
  /** Seconds from the start of the rollout. */
  readonly at: number;
  readonly reason: string;
  /** The call by name: `ModifyRule`. */
  readonly action: string;
  /** What it is done to. */
  readonly subject: string;
}
