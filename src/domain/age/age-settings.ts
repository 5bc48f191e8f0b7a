import * as z from "zod";
import { duration } from "../duration.ts";
import { percent } from "../percent.ts";

const bounds = z.object({ max: z.number(), hardMax: z.number().optional() });

/** How old a fleet's servers may get. Seconds, and a whole percentage. */
export const ageSettings = z
  .strictObject({
    /** From a server's first launch. */
    max: duration(3600, 31_536_000),
    /** A server is due up to this share of `max` earlier, each at its own instant: those launched together do not go together. */
    jitter: percent(0).default(10),
    /** From here on no window and no budget a day stands against it. */
    hardMax: duration(3600, 31_536_000).optional(),
  })
  .refine(({ max, hardMax }) => hardMax === undefined || hardMax >= max, {
    path: ["hardMax"],
    error: "must not be shorter than max",
    // Also where the jitter is wrong.
    when: ({ value }) => bounds.safeParse(value).success,
  });
export type AgeSettings = z.infer<typeof ageSettings>;

/** The shortest time after which a server can be due, seconds. */
export const shortestAge = ({ max, jitter }: Pick<AgeSettings, "max" | "jitter">): number =>
  Math.floor((max * (100 - jitter)) / 100);
