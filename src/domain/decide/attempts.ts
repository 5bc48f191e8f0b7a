import * as z from "zod";
import { formatDuration } from "../duration.ts";
import { spread } from "../age/spread.ts";

/** The images that are remembered; a fleet has rarely more than two that it could go to. */
const MOST = 10;

/** What was begun for a fleet and came to nothing. Instants are milliseconds since 1970. */
export const attempts = z.strictObject({
  /** How many there were in all: part of the next execution's name, since Step Functions takes each name once. */
  number: z.int().min(0),
  /** The last one of each image, the newest first. */
  last: z
    .array(
      z.strictObject({
        image: z.string(),
        /** The execution; of a run that had begun, that it was undone. */
        run: z.string(),
        /** Failures in a row for a cause that passes by itself. */
        failures: z.int().min(0),
        /** Not tried again before; null: nothing has to pass. */
        nextAt: z.number().nullable(),
        reason: z.string(),
        at: z.number(),
      }),
    )
    .max(MOST),
});
export type Attempts = Readonly<z.infer<typeof attempts>>;

export const NO_ATTEMPTS: Attempts = { number: 0, last: [] };

const FIRST_MS = 60_000;
const LONGEST_MS = 6 * 3600_000;

/** An attempt that has ended without a new live generation. */
interface EndedAttempt {
  readonly fleet: string;
  readonly run: string;
  readonly image: string;
  readonly reason: string;
  /** Whether it is tried again by itself after a while. */
  readonly backsOff: boolean;
  readonly now: number;
}

/**
 * The attempts with one more: the same one counts once. The wait is a minute after the first failure and doubles up to
 * six hours, each cut by up to a quarter so that fleets which failed together do not come back together.
 */
export function withAttempt(before: Attempts, ended: EndedAttempt): Attempts {
  const { fleet, run, image, reason, backsOff, now } = ended;
  if (before.last.some((each) => each.run === run)) return before;
  const number = before.number + 1;
  const known = before.last.find((each) => each.image === image);
  const failures = backsOff ? (known?.failures ?? 0) + 1 : 0;
  const wait = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(20, failures - 1));
  const nextAt = backsOff ? now + Math.round(wait * (1 - spread(`${fleet}#${number}`) / 4)) : null;
  const others = before.last.filter((each) => each !== known);
  return { number, last: [{ image, run, failures, nextAt, reason, at: now }, ...others].slice(0, MOST) };
}

/** The attempts when an execution has ended without a try of anything: the next one needs another name. */
export const withNameUsed = (before: Attempts): Attempts => ({ ...before, number: before.number + 1 });

/** The attempts once a person has asked: nothing is waited for any more. */
export function withoutWait(before: Attempts): Attempts {
  if (before.last.every(({ nextAt }) => nextAt === null)) return before;
  return { ...before, last: before.last.map((each) => ({ ...each, failures: 0, nextAt: null })) };
}

/** Why the image is not tried again yet, and when it is; null when it may be. */
export function backOff(
  { last }: Attempts,
  image: string,
  now: number,
): { readonly reason: string; readonly nextAt: number } | null {
  const found = last.find((each) => each.image === image);
  if (found === undefined || found.nextAt === null || now >= found.nextAt) return null;
  const { failures, nextAt, reason, at } = found;
  const times = failures === 1 ? "once" : `${failures} times in a row`;
  const wait = formatDuration(Math.round((nextAt - at) / 1000));
  return { reason: `failed ${times}, tried again after ${wait}: ${reason}`, nextAt };
}
