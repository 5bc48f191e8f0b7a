import * as z from "zod";

/** The same however often the event is sent, so that a reader can leave out what it has had. */
const id = z.string().min(1);

/** What every event says, whatever it is of (outbox/whole-detail.ts): each is there in each, so that a path to it finds something. */
const always = {
  id,
  /** The same as the id: it stays the same however often the event is sent. */
  key: id,
  /** Grows from one event of a fleet to the next: milliseconds since 1970. */
  revision: z.number(),
  fleet: z.string().min(1).nullable(),
  /** The id of the run that it is of, a rollout or a recycle. */
  rollout: z.string().min(1).nullable(),
  /** What a chat puts into one thread: the run, else the fleet, else `account`. */
  thread: z.string().min(1),
  title: z.string().min(1),
  /** In at most 200 characters. */
  sentence: z.string().min(1).max(200),
  /** Command lines that show more, or act. */
  next: z.array(z.string().min(1)).min(1),
  since: z.iso.datetime(),
  /** When that ends by itself; null: nobody can say, or it does not. */
  endsAt: z.iso.datetime().nullable(),
  /** The person who did it or asked for it; null: nobody did. */
  by: z.string().min(1).nullable(),
  reason: z.string().min(1),
  links: z.looseObject({
    /** The name of the execution that began it: the machine's console finds it. */
    execution: z.string().min(1).nullable(),
    runbook: z.url(),
  }),
};

/** The name of a fleet. */
export const fleet = z.string().min(1);

/** Who asked for it: a person, or `moult`. */
export const by = z.string().min(1);

/** An event of moult's of this type, whose detail says what every one says and these fields. */
export const eventOf = <Type extends string, const More extends z.core.$ZodLooseShape>(
  type: Type,
  more: More,
) =>
  z.looseObject({
    source: z.literal("moult"),
    "detail-type": z.literal(type),
    detail: z.looseObject({ ...always, ...more }),
  });
