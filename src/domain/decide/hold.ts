/** What keeps a target from being begun. */
export interface Hold {
  readonly by:
    | "needs-person"
    | "quarantine"
    | "except"
    | "no-generation"
    | "back-off"
    | "approval"
    | "window"
    | "calendar"
    | "budget"
    | "slots";
  readonly reason: string;
  /** When it ends by itself, milliseconds since 1970; null: only a person ends it. */
  readonly nextAt: number | null;
}
