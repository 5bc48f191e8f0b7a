import { createHash } from "node:crypto";

/**
 * The name of the execution that an event starts for a fleet: the same for the same event, so that an event which
 * comes twice starts one rollout (aws-facts 5: names are unique for 90 days, <= 80 of [0-9A-Za-z_-]). With a fleet's
 * 30 letters at most and an AMI's 21 it has 65.
 */
export function executionName(fleet: string, image: string, eventId: string): string {
  const hash = createHash("sha256").update(eventId).digest("hex").slice(0, 12);
  return `${fleet}-${image}-${hash}`;
}
