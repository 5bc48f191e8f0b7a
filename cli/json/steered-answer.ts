import * as z from "zod";

/** What came of steering a rollout. */
export const steered = {
  fleet: z.string(),
  rollout: z.string().nullable().describe("the rollout that runs; null: none does"),
  changed: z.boolean().describe("false: nothing was changed, and the reason says why"),
  reason: z.string(),
  until: z.number().nullable().describe("when a pause ends by itself, milliseconds since 1970"),
};

/** What a person said to what waited for their yes. */
export const answered = {
  fleet: z.string(),
  changed: z.boolean().describe("false: it was answered so before"),
  kind: z.enum(["launch", "drift", "shift"]),
  image: z.string(),
  rollout: z.string().nullable().describe("the rollout that waited; null: it is begun by the next look"),
  answer: z.looseObject({}).nullable(),
};
