import type * as z from "zod";
import type { LaunchFacts, ServerFacts } from "./server-facts.ts";

/** In what a server differs from what it was launched as. */
export interface Difference {
  readonly field: string;
  readonly expected: string;
  readonly observed: string;
}

/**
 * One kind of drift: what is expected of each server of a generation, and in what a server differs from that. Pure. What
 * is expected is pinned in the generation's record with the version; with another version it is pinned anew, so that a moult which
 * knows more does not find every server drifted.
 */
export interface DriftDetector<E> {
  readonly kind: string;
  /** Raise it with each change of what is expected. */
  readonly version: number;
  readonly expectation: z.ZodType<E>;
  /** What the template version and the group lay down. */
  readonly expect: (launch: LaunchFacts) => E;
  /** Completes what they leave open by what a launched server shows; not there: they leave nothing open. */
  readonly learn?: (expected: E, server: ServerFacts) => E;
  /** Whether a server shows what it is judged by now; not there: each does. */
  readonly isShown?: (server: ServerFacts) => boolean;
  readonly differences: (expected: E, server: ServerFacts) => readonly Difference[];
}

/** The one difference of a field that has one value. */
export const differs = (field: string, expected: string | null, observed: string | null): Difference[] =>
  expected === observed ? [] : [{ field, expected: expected ?? "none", observed: observed ?? "none" }];
