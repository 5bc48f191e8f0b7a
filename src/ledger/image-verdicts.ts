import * as z from "zod";
import { NotFound } from "../errors/errors.ts";
import { againOnConflict } from "./conflict.ts";
import { IMAGES_PARTITION } from "./keys.ts";
import type { Ledger, LedgerKey } from "./ledger.ts";
import { defineRecord } from "./stored.ts";

/** Why an image was put in quarantine, and who let it out again. Times in milliseconds since 1970. */
export interface ImageVerdict {
  readonly imageId: string;
  /** Fleet and rollout that found it bad; null when a person decided. */
  readonly fleet: string | null;
  readonly rollout: string | null;
  readonly reason: string;
  readonly at: number;
  /** Null while the quarantine stands. */
  readonly lifted: QuarantineLift | null;
}

interface QuarantineLift {
  readonly by: string;
  readonly reason: string;
  readonly at: number;
}

const record = defineRecord<ImageVerdict>({
  kind: "image verdict",
  schema: 1,
  shape: z.object({
    imageId: z.string().min(1),
    fleet: z.string().min(1).nullable(),
    rollout: z.string().min(1).nullable(),
    reason: z.string().min(1),
    at: z.number(),
    lifted: z.object({ by: z.string().min(1), reason: z.string().min(1), at: z.number() }).nullable(),
  }),
});

/**
 * Puts an image in quarantine: no fleet launches it until a person lifts that. An image in quarantine keeps its first
 * verdict; a lifted one is replaced by the new one. Answers the verdict in force.
 */
export async function quarantine(
  ledger: Ledger,
  verdict: Omit<ImageVerdict, "lifted">,
): Promise<ImageVerdict> {
  return againOnConflict(async () => {
    const item = await ledger.get(keyOf(verdict.imageId));
    const current = item && record.parse(item);
    if (current?.lifted === null) return current;
    const write = record.write(keyOf(verdict.imageId), { ...verdict, lifted: null });
    return record.parse(await ledger.put(write, item?.revision ?? "absent"));
  });
}

/**
 * Lets an image out of quarantine and keeps who did it. One that was lifted before keeps the first lift.
 * Throws NotFound for an image that never was in quarantine.
 */
export async function liftQuarantine(
  ledger: Ledger,
  lift: QuarantineLift & { readonly imageId: string },
): Promise<ImageVerdict> {
  const { imageId, by, reason, at } = lift;
  return againOnConflict(async () => {
    const item = await ledger.get(keyOf(imageId));
    if (item === undefined) {
      throw new NotFound(`${imageId} is not in quarantine and never was: check the image id`);
    }
    const current = record.parse(item);
    if (current.lifted !== null) return current;
    const write = record.write(item, { ...current, lifted: { by, reason, at } });
    return record.parse(await ledger.put(write, item.revision));
  });
}

/** The last verdict on an image, in force or lifted; undefined when it never was in quarantine. */
export async function readVerdict(ledger: Ledger, imageId: string): Promise<ImageVerdict | undefined> {
  const item = await ledger.get(keyOf(imageId));
  return item && record.parse(item);
}

/** True while no fleet may launch the image. */
export async function isQuarantined(ledger: Ledger, imageId: string): Promise<boolean> {
  return (await readVerdict(ledger, imageId))?.lifted === null;
}

/** The verdicts in force, in order of image id. */
export async function listQuarantined(ledger: Ledger): Promise<ImageVerdict[]> {
  const items = await ledger.list(IMAGES_PARTITION);
  return items.map((item) => record.parse(item)).filter((verdict) => verdict.lifted === null);
}

function keyOf(imageId: string): LedgerKey {
  return { partition: IMAGES_PARTITION, sort: imageId };
}
