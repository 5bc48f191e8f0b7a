/** The longest that Step Functions waits, in seconds (aws-facts 9.1). */
const LONGEST_WAIT = 24_855 * 86_400;

/** Whether a machine can wait for so long: else its execution has FAILED, and nothing catches that. */
export const isWaitSeconds = (seconds: unknown): seconds is number =>
  Number.isInteger(seconds) && (seconds as number) >= 0 && (seconds as number) <= LONGEST_WAIT;

/** What every step of a machine answers; `verdict` chooses the next state. */
export interface StepAnswer {
  readonly verdict:
    | "pass"
    | "wait"
    | "fail"
    | "nothing-to-do"
    | "done"
    | "refused"
    | "recover"
    | "take-up"
    | "next-leg"
    | "shift-again"
    | "hold"
    | "validate-again"
    | "bell"
    | "resume"
    | "more";
  /** Whole, and not negative. */
  readonly waitSeconds: number;
  readonly reason: string;
  /** Of a `wait`: the time was declared, or is a freeze, and does not count against the deadline. */
  readonly isDeclared?: boolean;
  /** Of a `take-up`, and of a `resume`: the state that the run goes on in. */
  readonly phase?: string;
  /** Of a `fail`, or of a `wait` that ends as one if it takes too long: what went wrong, by the name that decides whether it is tried again. Default: `Failed`. */
  readonly error?: string;
}
