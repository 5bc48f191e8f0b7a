import * as z from "zod";
import { attentionKinds } from "./outbox/attention-kinds.ts";
import { reasons } from "./run/cause.ts";

/** The same however often the event is sent, so that a reader can leave out what it has had. */
const id = z.string().min(1);
const fleet = z.string().min(1);

const rollout = <Type extends string>(type: Type) =>
  z.looseObject({
    source: z.literal("moult"),
    "detail-type": z.literal(type),
    detail: z.looseObject({
      id,
      fleet,
      /** The run's id: with the fleet, the key of the rollout in the ledger. */
      rollout: z.string().min(1),
      /** Why a replacement was asked for. */
      reason: z.enum(reasons),
      /** Null when the fleet had no image yet. */
      imageFrom: z.string().nullable(),
      /** Null when it ended before an image was found. */
      imageTo: z.string().nullable(),
      /** Why it was begun or refused, or ended as it did, in words. */
      outcomeReason: z.string().nullable(),
    }),
  });

const found = {
  id,
  kind: z.enum(attentionKinds),
  /** What was found that moult will not mend, in words. */
  irregularity: z.string().min(1),
  /** What shows more of it, or ends it. */
  commands: z.array(z.string().min(1)).min(1),
  /** When it was found: it is published once for each time that it begins. */
  since: z.iso.datetime(),
};

const attention = z.looseObject({
  source: z.literal("moult"),
  "detail-type": z.literal("Fleet Needs Attention"),
  detail: z.looseObject({ ...found, fleet }),
});

const account = z.looseObject({
  source: z.literal("moult"),
  "detail-type": z.literal("Account Needs Attention"),
  detail: z.looseObject(found),
});

const finding = <Type extends string>(type: Type) =>
  z.looseObject({
    source: z.literal("moult"),
    "detail-type": z.literal(type),
    detail: z.looseObject({
      id,
      fleet,
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
  rollout("Rollout Started"),
  rollout("Rollout Succeeded"),
  rollout("Rollout Rolled Back"),
  rollout("Rollout Needs Person"),
  rollout("Rollout Refused"),
  attention,
  account,
  finding("Instance Age Threshold Reached"),
  finding("Instance Drift Detected"),
]);
export type MoultEvent = z.infer<typeof moultEvent>;
