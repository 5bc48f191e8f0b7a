import * as z from "zod";
import { type Envelope, ignored, short } from "../event-envelope.ts";
import type { InstanceEvent } from "./claim.ts";
import { saidBy } from "./said-by.ts";

/** One page of an event names at most so many (a page of AWS Health is 256 KB at most, aws-facts 9.7). */
const MOST_ENTITIES = 5000;

const health = z.object({
  detail: z.object({
    service: short,
    eventTypeCode: short,
    eventTypeCategory: short,
    /** Where the servers are; the event may be a copy in another Region. */
    eventRegion: short.optional(),
    affectedEntities: z
      .array(z.object({ entityValue: z.string().max(2048) }))
      .max(MOST_ENTITIES)
      .default([]),
  }),
});

/** An id, or an ARN that ends with one: both have been seen. */
const INSTANCE = /(?:^|:instance\/)(i-(?:[0-9a-f]{8}|[0-9a-f]{17}))$/;

/**
 * AWS Health tells that something is scheduled for servers, has been put off, or is over; which of these is for EC2 to say
 * (aws-facts 9.7). Throws ZodError for what is no such event.
 */
export function readHealth(event: unknown, head: Envelope): InstanceEvent {
  const { service, eventTypeCode, eventTypeCategory, eventRegion, affectedEntities } =
    health.parse(event).detail;
  if (service !== "EC2" || eventTypeCategory !== "scheduledChange")
    return ignored(head.id, `${eventTypeCode} is no change that is scheduled for servers`);
  const instances = new Set(
    affectedEntities.flatMap(({ entityValue }) => INSTANCE.exec(entityValue)?.[1] ?? []),
  );
  if (instances.size === 0) return ignored(head.id, `${eventTypeCode} names no server`);
  const said = { ...saidBy(head), says: eventTypeCode, region: eventRegion ?? head.region };
  return { kind: "notice", claims: [...instances].map((instance) => ({ ...said, instance })) };
}
