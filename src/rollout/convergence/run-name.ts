import { createHash } from "node:crypto";
import type { Start } from "../../domain/decide/decide.ts";

/**
 * The name of an execution: the same for the same `key`, so that starting it twice starts it once (aws-facts 5: names
 * are unique for 90 days, <= 80 of [0-9A-Za-z_-]). With a fleet's 30 letters at most and an AMI's 21 it has 65.
 */
function nameOf(fleet: string, image: string, key: unknown): string {
  const hash = createHash("sha256").update(JSON.stringify(key)).digest("hex").slice(0, 12);
  return `${fleet}-${image.slice(0, 30)}-${hash}`;
}

/** The name of the execution of a decision: whoever comes to the same decision starts the same execution. */
export function runName(fleet: string, { target, due, replaces, attempt, servers }: Start): string {
  const serves = due.map(({ key }) => key).sort();
  const goesTo = servers === undefined ? target.image : "recycle";
  return nameOf(fleet, goesTo, [fleet, replaces, goesTo, serves, attempt]);
}

/** The name of the execution that brings a person's ask. */
export const askName = (fleet: string, ask: object, at: number): string =>
  nameOf(fleet, "asked", [fleet, ask, at]);
