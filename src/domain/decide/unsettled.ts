import type { Target } from "../run/excepted.ts";

/** A rollout that could go neither on nor back, and that nobody has settled. */
export interface Unsettled {
  readonly run: string;
  readonly target: Target;
  readonly reason: string;
  /** When it became a person's, milliseconds since 1970. */
  readonly since: number;
}
