/** What every step of a machine answers; `verdict` chooses the next state. */
export interface StepAnswer {
  readonly verdict:
    | "pass"
    | "wait"
    | "fail"
    | "nothing-to-do"
    | "refused"
    | "recover"
    | "take-up"
    | "next-leg"
    | "shift-again"
    | "more";
  readonly waitSeconds: number;
  readonly reason: string;
  /** Of a `wait`: the time was declared, or is a freeze, and does not count against the deadline. */
  readonly isDeclared?: boolean;
  /** Of a `take-up`: the state that the run goes on in. */
  readonly phase?: string;
  /** Of a `fail`: what went wrong, by the name that decides whether it is tried again. Default: `Failed`. */
  readonly error?: string;
}
