import { FIRST, HELD_FLEETS, WANTED } from "./fleet-rows.ts";
import type { Row } from "./row.ts";
import { HELD_TARGETS, REPLACED } from "./target-rows.ts";

/** Every case of "What is decided" in docs/design.md. */
export const ROWS: readonly Row[] = [...HELD_FLEETS, ...WANTED, ...REPLACED, ...HELD_TARGETS, ...FIRST];
