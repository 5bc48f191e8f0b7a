/** What every step of a machine answers; `verdict` chooses the next state. */
export interface StepAnswer {
  readonly verdict: "pass" | "wait" | "fail" | "nothing-to-do" | "refused" | "recover" | "more";
  readonly waitSeconds: number;
  readonly reason: string;
  /** Of a `fail`: what went wrong, by the name that decides whether it is tried again. Default: `Failed`. */
  readonly error?: string;
}
