import * as z from "zod";

/** Why servers are replaced, the most urgent first. */
export const reasons = ["access", "health", "operator", "image", "drift", "age"] as const;
export type Reason = (typeof reasons)[number];

/** Why a run was begun. */
export const cause = z.strictObject({
  /** The most urgent of what it serves. */
  reason: z.enum(reasons),
  /** Who said so, in words: `event 7b0c… from aws.imagebuilder`, `ada@laptop`. */
  by: z.string(),
  /** When the run was decided, milliseconds since 1970. */
  at: z.number(),
  /** All that it serves, one sentence each. */
  serves: z.array(z.string()),
  evidence: z.record(z.string(), z.unknown()),
});
export type Cause = Readonly<z.infer<typeof cause>>;

/** The most urgent of some reasons. */
export const mostUrgent = (among: readonly Reason[]): Reason =>
  reasons.find((each) => among.includes(each)) ?? "operator";
