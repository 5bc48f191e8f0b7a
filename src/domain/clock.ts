/** What time it is, and how to wait. The doors pass the real one; the simulator passes its own. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}
