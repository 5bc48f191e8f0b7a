import * as z from "zod";

/** An event as the bus took it. */
export const eventAnswer = {
  id: z.string().describe("the same however often it was sent"),
  at: z.number().describe("when the bus took it, milliseconds since 1970"),
  detailType: z.string(),
  detail: z.looseObject({}).describe("as docs/events.md and events/out say of its type"),
};

export const eventsAnswer = {
  fleet: z.string().nullable().describe("the one fleet; null: all"),
  events: z.array(z.looseObject(eventAnswer)).describe("the newest last"),
};
