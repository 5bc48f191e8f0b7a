import * as z from "zod";
import type { Envelope } from "../event-envelope.ts";
import type { Said } from "./claim.ts";

export const instanceId = z
  .string()
  .regex(/^i-([0-9a-f]{8}|[0-9a-f]{17})$/, "must be an instance id such as i-0123456789abcdef0");

/** Who says something, where and when. */
export const saidBy = ({ id, source, account, region, time, "detail-type": says }: Envelope): Said => ({
  eventId: id,
  source,
  account,
  region,
  saidAt: Date.parse(time),
  says,
});
