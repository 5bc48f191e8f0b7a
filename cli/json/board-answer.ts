import * as z from "zod";
import { explainedStates } from "../../src/domain/explain/explanation.ts";

const instant = z.number().describe("milliseconds since 1970");

/** What `moult status --json` holds: every fleet, in one small record each. */
export const boardAnswer = {
  at: instant.describe("when it was read"),
  counts: z.partialRecord(z.enum(explainedStates), z.number()).describe("how many fleets are in which state"),
  fleets: z
    .array(
      z.looseObject({
        fleet: z.string(),
        tone: z.enum(["ok", "moving", "attention", "bad"]),
        state: z.enum(explainedStates),
        waitsFor: z.string().nullable().describe("as in `explanation` of rollout-status"),
        sentence: z.string().describe("as of `at` of the fleet"),
        gist: z.string(),
        since: instant.nullable(),
        endsAt: instant.nullable(),
        otherwise: z.string().nullable(),
        next: z.string().nullable().describe("the command of a person that ends it; null: none is needed"),
        run: z
          .looseObject({
            id: z.string(),
            kind: z.string(),
            phase: z.string(),
            image: z.string().nullable(),
            generation: z.number(),
          })
          .nullable()
          .describe("the open run"),
        live: z.looseObject({ image: z.string(), generation: z.number() }).nullable(),
        at: instant.describe("when the fleet was written down so"),
        isLate: z.boolean().describe("what was to end by itself has not: the next sweep says more"),
      }),
    )
    .describe("those first that need somebody most"),
};
