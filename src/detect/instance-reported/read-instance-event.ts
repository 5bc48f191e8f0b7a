import * as z from "zod";
import { type Envelope, envelope, idOf, ignored, malformed, short } from "../event-envelope.ts";
import { CLAIMED, type InstanceEvent } from "./claim.ts";
import { instanceId } from "../../domain/access/instance-id.ts";
import { saidBy } from "./said-by.ts";
import { readCall } from "./read-call.ts";
import { readDeparture } from "./read-departure.ts";
import { readHealth } from "./read-health.ts";

const said = z.object({
  detail: z.object({
    instance: instanceId,
    /** Where the server is, when it need not be where the event was put. */
    region: short.optional(),
  }),
});

/** What AWS itself says, by its detail-type: no one else may put an event whose source begins with `aws.` (EB/PutEvents). */
const AWS_SAYS: Readonly<Record<string, (event: unknown, head: Envelope) => InstanceEvent>> = {
  "AWS API Call via CloudTrail": readCall,
  "AWS Health Event": readHealth,
  "EC2 Spot Instance Interruption Warning": readDeparture,
  "EC2 Instance Rebalance Recommendation": readDeparture,
};

/** Reads an event of EventBridge as what it says of servers. Never throws: what is wrong is the answer. */
export function readInstanceEvent(event: unknown): InstanceEvent {
  const head = envelope.safeParse(event);
  if (!head.success) return malformed(idOf(event), head.error);
  const { id, source, "detail-type": type } = head.data;
  const read = source.startsWith("aws.") && Object.hasOwn(AWS_SAYS, type) ? AWS_SAYS[type] : undefined;
  return read === undefined ? readClaim(event, head.data) : orMalformed(id, () => read(event, head.data));
}

function readClaim(event: unknown, head: Envelope): InstanceEvent {
  const { id, "detail-type": type } = head;
  if (!CLAIMED.some((each) => each === type))
    return ignored(id, `"${type}" says nothing of a server; known are ${CLAIMED.join(", ")}`);
  const read = said.safeParse(event);
  if (!read.success) return malformed(id, read.error);
  const { instance, region = head.region } = read.data.detail;
  return { kind: "claim", claim: { ...saidBy(head), region, instance } };
}

function orMalformed(eventId: string, read: () => InstanceEvent): InstanceEvent {
  try {
    return read();
  } catch (error) {
    if (error instanceof z.ZodError) return malformed(eventId, error);
    throw error;
  }
}
