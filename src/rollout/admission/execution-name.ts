import { createHash } from "node:crypto";
import type { ReplacementRequest } from "../../domain/run/replacement-request.ts";

/**
 * The name of an execution: the same for the same `key`, so that starting it twice starts it once (aws-facts 5: names
 * are unique for 90 days, <= 80 of [0-9A-Za-z_-]). With a fleet's 30 letters at most and an AMI's 21 it has 65.
 */
function nameOf(fleet: string, image: string, key: string): string {
  const hash = createHash("sha256").update(key).digest("hex").slice(0, 12);
  return `${fleet}-${image.slice(0, 30)}-${hash}`;
}

/** The name of the execution that carries a request out: the same request always has the same name. */
export const executionName = (fleet: string, request: ReplacementRequest): string =>
  nameOf(fleet, request.image ?? "declared", JSON.stringify([fleet, request]));

/** The name of the execution that an event starts for a fleet: an event which comes twice starts one rollout. */
export const eventExecutionName = (fleet: string, image: string, eventId: string): string =>
  nameOf(fleet, image, eventId);
