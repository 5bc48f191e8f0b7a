import * as z from "zod";

/** Milliseconds. */
const split = z.strictObject({ work: z.number(), people: z.number(), time: z.number() });

/** What the time of a rollout went into, up to an instant. */
export const timeSpent = z.strictObject({
  countedAt: z.number(),
  /** By phase. */
  phases: z.record(z.string(), split),
  /** By kind of gate: while it had not passed. Several at once are counted each. */
  gates: z.record(z.string(), z.number()),
});
export type TimeSpent = z.infer<typeof timeSpent>;
