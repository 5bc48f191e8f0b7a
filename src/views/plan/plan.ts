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
