import * as z from "zod";
import { type Envelope } from "../event-envelope.ts";
import type { InstanceEvent } from "./claim.ts";
import { instanceId } from "../../domain/access/instance-id.ts";
import { saidBy } from "./said-by.ts";

const departure = z.object({
  detail: z.object({ "instance-id": instanceId, "instance-action": z.string().max(64).optional() }),
});

/**
 * EC2 takes a Spot server back in two minutes, or may do so soon (EC2/spot-instance-termination-notices,
 * EC2/rebalance-recommendations). Throws ZodError for what is no such event.
 */
export function readDeparture(event: unknown, head: Envelope): InstanceEvent {
  const { "instance-id": instance, "instance-action": action } = departure.parse(event).detail;
  const what =
    action === undefined
      ? "EC2 may take this Spot server back soon"
      : `EC2 takes this Spot server back within two minutes (${action})`;
  return { kind: "departure", claim: { ...saidBy(head), instance }, what };
}
