import * as z from "zod";
import { expectations } from "./drift/drift-kinds.ts";
import { trafficPlace } from "./traffic-place.ts";

/** One Auto Scaling group, launched from one pinned template version with one image. Never edited. */
export const generation = z.strictObject({
  fleet: z.string(),
  number: z.int().min(1),
  /** The group's name: `<fleet>-g0007`, or what an adopted group was called. */
  group: z.string(),
  template: z.strictObject({
    id: z.string(),
    /** The version its servers launch from; a number, never `$Latest`. */
    version: z.int().min(1),
    /** The version of the base template it was made from; equal to `version` for an adopted group. */
    baseVersion: z.int().min(1),
    /** moult made the version, and deletes it with the generation. */
    ownedByMoult: z.boolean(),
  }),
  image: z.string(),
  /** The target group its servers are in, when the strategy has one per generation. */
  targetGroup: z.string().nullable(),
  /**
   * Where its traffic comes from, as it was declared when it was launched or adopted. Null in a record of schema 1,
   * which did not keep it.
   */
  trafficPlace: trafficPlace.nullable(),
  state: z.enum(["launching", "live", "retiring", "retained", "gone"]),
  /** Why it is in that state, in words. */
  reason: z.string(),
  createdAt: z.number(),
  /** How long its servers took from launch to healthy, seconds; null until it was observed. The next rollout polls after that time. */
  healthySeconds: z.number().nullable(),
  /**
   * What is expected of its servers, pinned when it was launched or adopted. Null in a record of before: the next scan pins
   * it from the template version.
   */
  expectations: expectations.nullable(),
});
export type Generation = z.infer<typeof generation>;

/** `web`, 7 → `web-g0007` */
export const groupName = (fleet: string, number: number): string =>
  `${fleet}-g${String(number).padStart(4, "0")}`;
