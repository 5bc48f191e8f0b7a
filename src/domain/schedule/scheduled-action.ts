import * as z from "zod";

/** One of blue's scheduled actions. Instants are milliseconds since 1970. */
export const scheduledAction = z.strictObject({
  name: z.string(),
  /** When it runs, or first recurs; null: Auto Scaling did not say. */
  startAt: z.number().nullable(),
  /** From then on it recurs no more. */
  endAt: z.number().nullable(),
  /** Five fields of Unix cron; null: it runs once. */
  recurrence: z.string().nullable(),
  /** An IANA zone; null: UTC. */
  timeZone: z.string().nullable(),
  /** The sizes that it sets; null: that one stays. */
  min: z.number().nullable(),
  max: z.number().nullable(),
  desired: z.number().nullable(),
});
export type ScheduledAction = z.infer<typeof scheduledAction>;

/** What becomes of blue's schedule while `ScheduledActions` is suspended. */
export const heldSchedule = z.strictObject({
  /** As they were last read, and when. */
  actions: z.array(scheduledAction),
  readAt: z.number(),
  /** What fell due until then has been carried out, or is put off. */
  doneUntil: z.number(),
  /**
   * What the actions that fell due come to, for when traffic rests; its minimum is in the holds. `found`: what the larger side
   * had when the last of them fell due. Null: none has.
   */
  later: z
    .strictObject({
      max: z.number(),
      desired: z.number(),
      found: z.strictObject({ max: z.number(), desired: z.number() }),
    })
    .nullable(),
});
export type HeldSchedule = z.infer<typeof heldSchedule>;
