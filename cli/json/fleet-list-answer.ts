import * as z from "zod";
import { explanationAnswer } from "./explanation-answer.ts";

const record = z.looseObject({});
const instant = z.number().describe("milliseconds since 1970");

/** What `moult fleet list --json` holds. */
export const fleetListAnswer = {
  fleets: z.array(
    z.looseObject({
      fleet: z.string(),
      state: z.enum(["needs-person", "frozen", "moving", "waits", "due", "steady"]),
      explanation: explanationAnswer,
      phase: z.string().nullable().describe("of the rollout that runs"),
      image: z.string().nullable().describe("of the live generation"),
      generation: z.number().nullable(),
      servers: z
        .looseObject({ inService: z.number(), desired: z.number() })
        .nullable()
        .describe("null: not asked for, or AWS did not say"),
      frozen: record.nullable(),
      waitsFor: z
        .looseObject({ by: z.string(), reason: z.string(), until: instant.nullable() })
        .nullable()
        .describe("by: window, budget, back-off, quarantine and so on, as `because` of `decision`"),
      attention: record.nullable(),
    }),
  ),
  faults: z.array(record),
};
