import * as z from "zod";
import type { Fleet } from "../declaration/fleet.ts";

/** What the declaration names, as it was read from AWS last. */
const named = z.strictObject({
  image: z.string().min(1),
  /** When the image was made; null where that was not asked. Of two images by tags or of a pipeline the newer counts. */
  madeAt: z.number().nullable(),
  /** Where it was read (imageSource): a declaration that says otherwise makes it void. */
  source: z.string().min(1),
  /** Who said so, in words, and what they said with it. */
  by: z.string().min(1),
  evidence: z.record(z.string(), z.unknown()),
  at: z.number(),
});

/** An image that a person chose instead of what the declaration names. */
const pin = z.strictObject({
  image: z.string().min(1),
  by: z.string().min(1),
  reason: z.string().min(1),
  at: z.number(),
  /** Null: it ends when the declaration names another image than it did when the pin was made. */
  until: z.number().nullable(),
  /** What the declaration named then; null: nothing, or nobody knew. What it names next counts for it then. */
  insteadOf: z.string().nullable(),
});
export type Pin = Readonly<z.infer<typeof pin>>;

/** Every server that was launched before this instant is to be replaced. */
const launchedBefore = z.strictObject({
  instant: z.number(),
  by: z.string().min(1),
  reason: z.string().min(1),
  at: z.number(),
});

/** As many executions are remembered as can be at work on one fleet at once, and more. */
const TAKEN = 20;

/** What a fleet should be, and who says so. Instants are milliseconds since 1970. */
export const wanted = z.strictObject({
  named: named.nullable(),
  /** The launch template's default version, as it was read last. */
  template: z.strictObject({ id: z.string(), version: z.number(), at: z.number() }).nullable(),
  pin: pin.nullable(),
  launchedBefore: launchedBefore.nullable(),
  /** Executions whose input is in here already, the newest first: one that is tried again asks once. */
  taken: z.array(z.string()).max(TAKEN),
});
export type Wanted = Readonly<z.infer<typeof wanted>>;
export type Named = Readonly<z.infer<typeof named>>;

export const NOTHING_WANTED: Wanted = {
  named: null,
  template: null,
  pin: null,
  launchedBefore: null,
  taken: [],
};

/** `taken` with one more execution. */
export const alsoTaken = (taken: readonly string[], execution: string): string[] =>
  [execution, ...taken].slice(0, TAKEN);

/** Where a declaration says that its image is named, in words. */
export function imageSource(image: Fleet["image"]): string {
  if ("channel" in image) return `channel ${image.channel}`;
  if ("imageBuilder" in image) return `Image Builder ${image.imageBuilder}`;
  const tags = Object.entries(image.tags).map(([key, value]) => `${key}=${value}`);
  return `the newest image with ${tags.sort().join(", ")} of ${[...image.owners].sort().join(", ")}`;
}

/** What is named, unless it was read for another declaration. */
export const namedBy = ({ named: read }: Wanted, source: string): Named | null =>
  read?.source === source ? read : null;

/** The pin in force: until its end, or while the declaration goes on to name what it named when the pin was made. */
export function pinInForce(of: Wanted, source: string, now: number): Pin | null {
  if (of.pin === null) return null;
  const { until, insteadOf } = of.pin;
  const holds = until === null ? (namedBy(of, source)?.image ?? insteadOf) === insteadOf : now < until;
  return holds ? of.pin : null;
}

/** With what the declaration names now. A pin that was made when nobody knew that is made instead of it. */
export function withNamed(before: Wanted, read: Named): Wanted {
  const { pin } = before;
  const stands = pin?.insteadOf === null ? { ...pin, insteadOf: read.image } : pin;
  return { ...before, named: read, pin: stands };
}

/**
 * Whether what was read names another image than what is known. Where many could be meant the newest counts; ids break a
 * tie as they do when the newest is read (newestImageByTags), so that the order of the events does not matter.
 */
export function isNews(
  known: Named | null,
  read: Pick<Named, "image" | "madeAt">,
  takesNewest: boolean,
): boolean {
  if (known === null) return true;
  if (known.image === read.image) return false;
  const later = (read.madeAt ?? 0) - (known.madeAt ?? 0) || read.image.localeCompare(known.image);
  return !takesNewest || later > 0;
}
