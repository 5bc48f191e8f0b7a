import { expect } from "vitest";
import * as z from "zod";
import type { Rehearsal } from "../../../rehearsal/rehearsal.ts";
import type { BusEvent } from "../../../simulator/world/world.ts";
import { moultEvent } from "../../../src/domain/moult-event.ts";

/** What the bus has taken of moult, in order. */
export function publishedBy({ simulator }: Rehearsal): BusEvent[] {
  const published: BusEvent[] = [];
  simulator.world.onEvent((event) => {
    if (event.source === "moult") published.push(event);
  });
  return published;
}

/** The detail of an event of moult's with exactly the fields that its schema names. */
function strictDetail(type: string): z.ZodObject {
  const known = moultEvent.options.find(({ shape }) => shape["detail-type"].value === type);
  if (known === undefined) throw new Error(`${type} is no event of moult's`);
  return z.strictObject(known.shape.detail.shape);
}

/** Parses an event's detail; what the schema does not name is a fault, too. */
export const parseExactly = (event: Pick<BusEvent, "detail-type" | "detail">): unknown =>
  strictDetail(event["detail-type"]).parse(event.detail);

/** One about a server is marked after the bus took it: who dies or runs twice in between says it again, with the same id. */
const mayComeTwice = (event: BusEvent): boolean => event["detail-type"].startsWith("Instance ");

/** Each event is as its schema says, to the last field, and was taken once. */
export function expectPublished(published: readonly BusEvent[]): void {
  for (const event of published) parseExactly(event);
  const ids = published.filter((event) => !mayComeTwice(event)).map(({ detail }) => detail["id"]);
  expect(
    ids.filter((id, index) => ids.indexOf(id) !== index),
    "published twice",
  ).toEqual([]);
}
