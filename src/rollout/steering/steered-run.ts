/** What came of an act. */
export interface SteeredRun {
  /** False: nothing was changed, and the reason says why. */
  readonly changed: boolean;
  /** The open run; null: none is. */
  readonly rollout: string | null;
  readonly reason: string;
  /** When a pause ends by itself, milliseconds since 1970; null: the run is not paused. */
  readonly until: number | null;
}

/** What an attempt of the same act has written, which another writer came in between. */
export interface Written {
  entry: boolean;
  /** The event's id. */
  event: string | null;
}
