/** What every step of a machine answers; `verdict` chooses the next state. */
export interface StepAnswer {
  readonly verdict: "pass" | "wait" | "fail" | "nothing-to-do" | "refused" | "queued" | "recover";
  readonly waitSeconds: number;
  readonly reason: string;
}
