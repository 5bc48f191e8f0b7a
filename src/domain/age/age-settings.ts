import * as z from "zod";
import { duration } from "../duration.ts";
import { percent } from "../percent.ts";

const bounds = z.object({ max: z.number(), hardMax: z.number().optional() });

/** How old a fleet's servers may get. Seconds, and a whole percentage. */
export const ageSettings = z
  .strictObject({
    max: duration(3600, 31_536_000).describe(
      "From a server's first launch; 1h to 365d. Less its jitter it has to be longer than deadlines.rollout.",
    ),
    jitter: percent(0)
      .default(10)
      .describe(
        "Each server is due up to this share of max earlier, at an instant of its own, so that those launched together do not go together. Default 10%.",
      ),
    hardMax: duration(3600, 31_536_000)
      .optional()
      .describe(
        "From here on neither an allowed window nor the budget is waited for. Not shorter than max. No default.",
      ),
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
