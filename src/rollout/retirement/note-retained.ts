import type { Generation } from "../../domain/generation.ts";
import type { Work } from "../work.ts";

/** Writes down that blue's group is kept, out of traffic, for a person to see to. */
export const noteRetained = (blue: Generation, reason: string, work: Work<never>): Promise<void> =>
  work.note("decision", `generation ${blue.number} is kept out of traffic: ${reason}`, {
    action: "retain",
    subject: blue.group,
  });
