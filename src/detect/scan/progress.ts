/** How far a scan is: what one invocation hands to the next. */
export interface ScanProgress {
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** The fleets up to this name have been read; null: none. */
  readonly after: string | null;
  readonly servers: number;
  /** Fleets of which something is to be decided. */
  readonly changed: readonly string[];
}
