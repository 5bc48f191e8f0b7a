import type { Envelope } from "../event-envelope.ts";
import type { Said } from "./claim.ts";

/** Who says something, where and when. */
export const saidBy = ({ id, source, account, region, time, "detail-type": says }: Envelope): Said => ({
  eventId: id,
  source,
  account,
  region,
  saidAt: Date.parse(time),
  says,
});
