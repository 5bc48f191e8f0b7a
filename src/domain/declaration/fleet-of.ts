import * as z from "zod";
import { onceIfFrozen, onceIfSame } from "./read-once.ts";
import { type Fleet, type FleetDeclaration, fleetSchema } from "./fleet.ts";

const read = onceIfFrozen(onceIfSame((value) => fleetSchema.parse(value)));

/** The fleet that is declared, with every default. Throws a ZodError where the declaration is not valid, or null. */
export const fleetOf = (declaration: FleetDeclaration | null): Fleet =>
  declaration === null ? fleetSchema.parse(declaration) : read(declaration);

/** A declaration inside a record: as the file says it, and valid by today's schema. */
export const validDeclaration = z.custom<FleetDeclaration>(isValid, "is not a valid declaration");

function isValid(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  try {
    read(value);
    return true;
  } catch (error) {
    if (error instanceof z.ZodError) return false;
    throw error;
  }
}
