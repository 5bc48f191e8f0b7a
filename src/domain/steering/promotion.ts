import * as z from "zod";

/** A person wants the run to go on without what it would wait for. */
export const promotion = z.strictObject({
  by: z.string().min(1),
  reason: z.string().min(1),
  /** Milliseconds since 1970. */
  at: z.number(),
  /** What was skipped for it so far, in words. */
  skipped: z.array(z.string()),
});
