/** What time it is, and how to wait. Functions and the command line pass the real one; the simulator passes its own. */
export interface Clock {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Resolves after so long; at once when `signal` is aborted before. */
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
}
