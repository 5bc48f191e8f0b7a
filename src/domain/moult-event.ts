import * as z from "zod";
import { reasons } from "./run/cause.ts";

const detail = z.looseObject({
  fleet: z.string().min(1),
  /** The execution's name: with the fleet, the key of the rollout in the ledger. */
  rollout: z.string().min(1),
  /** Why a replacement was asked for. */
  reason: z.enum(reasons),
  /** Null when the fleet had no image yet. */
  imageFrom: z.string().nullable(),
  /** Null when it ended before an image was found. */
  imageTo: z.string().nullable(),
  /** Why it ended as it did, in words; not there when it has only started. */
  outcomeReason: z.string().nullable().optional(),
});

const envelope = <Type extends string>(type: Type) =>
  z.looseObject({ source: z.literal("moult"), "detail-type": z.literal(type), detail });

const attention = z.looseObject({
  source: z.literal("moult"),
  "detail-type": z.literal("Fleet Needs Attention"),
  /** What was found that no rollout accounts for, in words. */
  detail: z.looseObject({ fleet: z.string().min(1), irregularity: z.string().min(1) }),
});

const account = z.looseObject({
  source: z.literal("moult"),
  "detail-type": z.literal("Account Needs Attention"),
  detail: z.looseObject({ irregularity: z.string().min(1) }),
});

const found = <Type extends string>(type: Type) =>
  z.looseObject({
    source: z.literal("moult"),
    "detail-type": z.literal(type),
    detail: z.looseObject({
      fleet: z.string().min(1),
      /** The instance's id. */
      instance: z.string().min(1),
      field: z.string().min(1),
      expected: z.string(),
      observed: z.string(),
      since: z.string(),
      dueAt: z.string(),
      mode: z.enum(["replace", "approve", "report"]),
    }),
  });

/** What moult publishes to the bus. More fields may come, so readers must let through what they do not know. */
export const moultEvent = z.discriminatedUnion("detail-type", [
  envelope("Rollout Started"),
  envelope("Rollout Succeeded"),
  envelope("Rollout Rolled Back"),
  envelope("Rollout Needs Person"),
  envelope("Rollout Refused"),
  attention,
  account,
  found("Instance Age Threshold Reached"),
  found("Instance Drift Detected"),
]);
export type MoultEvent = z.infer<typeof moultEvent>;
