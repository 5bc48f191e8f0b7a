import * as z from "zod";
import { LedgerCorrupt, LedgerTooNew, NotFound } from "../errors/errors.ts";
import { againOnConflict } from "./conflict.ts";
import { IMAGES_PARTITION } from "./keys.ts";
import type { Ledger, LedgerKey } from "./ledger.ts";
import { defineRecord } from "./stored.ts";

/** Why an image was put in quarantine, and who let it out again. Times in milliseconds since 1970. */
export interface ImageVerdict {
  readonly imageId: string;
  /** The one fleet that it holds for; null: every fleet. */
  readonly reach: string | null;
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
    reach: z.string().min(1).nullable().default(null),
    fleet: z.string().min(1).nullable(),
    rollout: z.string().min(1).nullable(),
    reason: z.string().min(1),
    at: z.number(),
    lifted: z.object({ by: z.string().min(1), reason: z.string().min(1), at: z.number() }).nullable(),
  }),
});

/**
 * Puts an image in quarantine: no fleet launches it, or the one does not, until a person lifts that. An image in quarantine keeps
 * its first verdict of that reach; a lifted one is replaced by the new one. Answers the verdict in force.
 */
export async function quarantine(
  ledger: Ledger,
  verdict: Omit<ImageVerdict, "lifted">,
): Promise<ImageVerdict> {
  return againOnConflict(async () => {
    const item = await ledger.get(keyOf(verdict));
    const current = item && record.parse(item);
    if (current?.lifted === null) return current;
    const write = record.write(keyOf(verdict), { ...verdict, lifted: null });
    return record.parse(await ledger.put(write, item?.revision ?? "absent"));
  });
}

/**
 * Lets an image out of the quarantine of this reach and keeps who did it. One that was lifted before keeps the first lift. For one
 * fleet it may stand beside a quarantine for all, and lets that fleet launch the image all the same. Throws NotFound for an image
 * that never was in quarantine.
 */
export async function liftQuarantine(
  ledger: Ledger,
  lift: QuarantineLift & Pick<ImageVerdict, "imageId" | "reach">,
): Promise<ImageVerdict> {
  const { imageId, reach, by, reason, at } = lift;
  return againOnConflict(async () => {
    const own = await ledger.get(keyOf(lift));
    const ofAll = await readVerdict(ledger, imageId, null);
    const known = own && record.parse(own);
    const isBeside = ofAll?.lifted === null && (known?.lifted?.at ?? Infinity) < ofAll.at;
    if (known !== undefined && known.lifted !== null && !isBeside) return known;
    const current = known?.lifted === null ? known : ofAll;
    if (current === undefined)
      throw new NotFound(`${imageId} is not in quarantine and never was: check the image id`);
    const write = record.write(keyOf(lift), { ...current, reach, lifted: { by, reason, at } });
    return record.parse(await ledger.put(write, own?.revision ?? "absent"));
  });
}

/** The last verdict of this reach on an image, in force or lifted; undefined when there never was one. */
export async function readVerdict(
  ledger: Ledger,
  imageId: string,
  reach: string | null,
): Promise<ImageVerdict | undefined> {
  const item = await ledger.get(keyOf({ imageId, reach }));
  return item && record.parse(item);
}

/** Which of the two holds for a fleet: its own, or that of every fleet, unless it was lifted for the fleet since. */
export function verdictInForce(
  own: ImageVerdict | undefined,
  ofAll: ImageVerdict | undefined,
): ImageVerdict | undefined {
  if (own?.lifted === null) return own;
  if (ofAll?.lifted !== null) return undefined;
  return own !== undefined && own.lifted.at >= ofAll.at ? undefined : ofAll;
}

/** The same of many verdicts, by image: why the fleet may not launch this one; null: it may. */
export function quarantineIn(
  verdicts: ReadonlyMap<string, readonly ImageVerdict[]>,
  imageId: string,
  fleet: string,
): string | null {
  const [own, ofAll] = [fleet, null].map((reach) =>
    verdicts.get(imageId)?.find((each) => each.reach === reach),
  );
  return verdictInForce(own, ofAll)?.reason ?? null;
}

/** The verdict that forbids the fleet to launch the image; undefined: it may. */
export async function verdictFor(
  ledger: Ledger,
  imageId: string,
  fleet: string,
): Promise<ImageVerdict | undefined> {
  const [own, ofAll] = await Promise.all([
    readVerdict(ledger, imageId, fleet),
    readVerdict(ledger, imageId, null),
  ]);
  return verdictInForce(own, ofAll);
}

/** True while the fleet may not launch the image. */
export async function isQuarantined(ledger: Ledger, imageId: string, fleet: string): Promise<boolean> {
  return (await verdictFor(ledger, imageId, fleet)) !== undefined;
}

/** Every verdict on every image, in force or lifted, in order of image id, that of all fleets first. */
export async function listVerdicts(ledger: Ledger): Promise<ImageVerdict[]> {
  const items = await ledger.list(IMAGES_PARTITION);
  return items.map((item) => record.parse(item));
}

/** Those that can be read, by image: one that cannot be is said of each fleet that needs it. */
export async function readableVerdicts(
  ledger: Ledger,
): Promise<ReadonlyMap<string, readonly ImageVerdict[]>> {
  const verdicts = new Map<string, ImageVerdict[]>();
  for (const item of await ledger.list(IMAGES_PARTITION)) {
    const verdict = unlessUnreadable(() => record.parse(item));
    if (verdict !== null) verdicts.set(verdict.imageId, [...(verdicts.get(verdict.imageId) ?? []), verdict]);
  }
  return verdicts;
}

function unlessUnreadable(read: () => ImageVerdict): ImageVerdict | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof LedgerCorrupt || error instanceof LedgerTooNew) return null;
    throw error;
  }
}

/** Those in force. */
export const listQuarantined = async (ledger: Ledger): Promise<ImageVerdict[]> =>
  (await listVerdicts(ledger)).filter(({ lifted }) => lifted === null);

/** A fleet's own verdict lies behind that of all: neither an image's id nor a fleet's name has a `#`. */
function keyOf({ imageId, reach }: Pick<ImageVerdict, "imageId" | "reach">): LedgerKey {
  return { partition: IMAGES_PARTITION, sort: reach === null ? imageId : `${imageId}#${reach}` };
}
