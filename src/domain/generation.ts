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
  /** All of them, where the fleet has several pairs and so several target groups a generation; else left out. */
  targetGroups: z.array(z.string()).optional(),
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

/** Every target group that a generation's servers are in. */
export const targetGroupsOf = ({
  targetGroup,
  targetGroups,
}: Pick<Generation, "targetGroup" | "targetGroups">): readonly string[] =>
  targetGroups ?? (targetGroup === null ? [] : [targetGroup]);

/** Target groups as a generation's record has them. */
export const targetGroupFields = (
  all: readonly string[],
): Pick<Generation, "targetGroup" | "targetGroups"> => ({
  targetGroup: all[0] ?? null,
  ...(all.length > 1 && { targetGroups: [...all] }),
});

/** `web`, 7 → `web-g0007` */
export const groupName = (fleet: string, number: number): string =>
  `${fleet}-g${String(number).padStart(4, "0")}`;
