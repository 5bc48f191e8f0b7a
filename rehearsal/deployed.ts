import { readFileSync } from "node:fs";
import type { BusEvent } from "../simulator/world/world.ts";
import { matchesPattern, readRules } from "../src/engine/event-rules.ts";

const file = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");

const RULES = readRules(file("resources/rules.yml"), { "self:custom.channels": "/images/" });

/** Whether a deployed rule hands the event to the function that takes published images. */
export const isForImagePublished = (event: BusEvent): boolean =>
  RULES.some(({ pattern, target }) => target === "image-published" && matchesPattern(pattern, { ...event }));
