import * as z from "zod";
import { waitingFor } from "../outbox/waiting-event.ts";
import { reasons } from "../run/cause.ts";
import { eventOf, fleet } from "./always.ts";

const ofRun = {
  fleet,
  /** The run's id: with the fleet, its key in the ledger. */
  rollout: z.string().min(1),
  /** Why servers are replaced. */
  reason: z.enum(reasons),
  /** Why it was begun or refused, or ended as it did, in words. */
  outcomeReason: z.string().nullable(),
};

/** Of a rollout, or of an execution that was to begin one. */
export const rollout = <Type extends string, const More extends z.core.$ZodLooseShape>(
  type: Type,
  more: More = {} as More,
) =>
  eventOf(type, {
    ...ofRun,
    /** Null when the fleet had no image yet. */
    imageFrom: z.string().nullable(),
    /** Null when it ended before an image was found. */
    imageTo: z.string().nullable(),
    ...more,
  });

/** Of servers that are replaced in place, or of an execution that was to begin that. */
export const recycle = <Type extends string, const More extends z.core.$ZodLooseShape>(
  type: Type,
  more: More = {} as More,
) =>
  eventOf(type, {
    ...ofRun,
    /** Of the live generation, and what its servers run; null where it ended before anybody looked. */
    generation: z.number().nullable(),
    image: z.string().min(1).nullable(),
    /** How many servers it is about, and the ids of those that are replaced by now. */
    servers: z.number(),
    replaced: z.array(z.string().min(1)),
    ...more,
  });

/** Something is due, and waits to begin; `rollout`: the open one whose green waits for its first traffic, null: nothing has begun yet: for a window or a calendar, the budget, a slot of the account. */
export const waiting = eventOf("Rollout Waiting", {
  fleet,
  waitsFor: z.enum(waitingFor),
  /** When it may begin; null: nobody can say. */
  nextAt: z.iso.datetime().nullable(),
});
