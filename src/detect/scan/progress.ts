/**
 * How far a scan is: what one invocation hands to the next. It does not grow with what is found, since Step Functions takes
 * 256 KB (aws-facts 5).
 */
export interface ScanProgress {
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** The fleets up to this name have been read; null: none. */
  readonly after: string | null;
  readonly servers: number;
  /** How many fleets have been judged: the others were moving, or could not be read. */
  readonly judged: number;
  /** The parts that have written down what they found, each by the instant at which it began, milliseconds since 1970. */
  readonly parts: readonly number[];
}
