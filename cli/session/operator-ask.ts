import { formatInstant } from "../../src/domain/format-instant.ts";
import { InvalidInput } from "../../src/errors/errors.ts";
import { imageId } from "../../src/domain/image-id.ts";
import { saidWords } from "../../src/domain/run/start-input.ts";
import { parseDuration } from "../../src/domain/duration.ts";
import type { PersonsAsk } from "../../src/operator/start-rollout.ts";
import type { AskOptions } from "./ask-options.ts";

/** What a person asks for on the command line. Throws InvalidInput that lists all that is wrong with it. */
export function operatorAsk(
  options: AskOptions,
  from: { readonly by: string; readonly now: number },
): PersonsAsk {
  const { image = null, force = false } = options;
  const faults: string[] = [];
  const reason = reasonOf(options, faults);
  if (image !== null && !imageId.safeParse(image).success)
    faults.push(`--image ${image} is not an image id: give one such as ami-0123456789abcdef0`);
  if (force && options.launchedBefore !== undefined)
    faults.push("--force and --launched-before exclude each other: give one");
  const until = endOf(options, from.now, faults);
  const instant = instantOf(options, from.now, faults);
  if (faults.length > 0) throw new InvalidInput(faults);
  return { image, until, launchedBefore: force ? "now" : instant, by: from.by, reason };
}

/** As the console takes it (docs/design.md, "What starts an execution"); without a letter in it, it is not said. */
function reasonOf({ reason = "" }: AskOptions, faults: string[]): string | null {
  if (reason === "") return null;
  const parsed = saidWords.safeParse(reason);
  faults.push(
    ...(parsed.error?.issues ?? []).map(({ message }) => `--reason ${message}: say it in one line`),
  );
  return reason;
}

function endOf({ for: duration, image }: AskOptions, now: number, faults: string[]): number | null {
  if (duration === undefined) return null;
  if (image === undefined) faults.push("--for stands without --image: give the image that is pinned");
  const seconds = parseDuration(duration) ?? 0;
  if (seconds === 0) faults.push(`--for ${duration} is no time to come: write it as 30m, 8h or 2d`);
  return now + seconds * 1000;
}

/** A date, or a date and a time with its zone: without one it would mean another instant on another machine. */
const INSTANT = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/;

function instantOf({ launchedBefore }: AskOptions, now: number, faults: string[]): number | null {
  if (launchedBefore === undefined) return null;
  const at = INSTANT.test(launchedBefore) ? Date.parse(launchedBefore) : Number.NaN;
  if (Number.isNaN(at))
    faults.push(
      `--launched-before ${launchedBefore} is not a time: write it as 2026-11-01 or 2026-11-01T12:00Z`,
    );
  else if (at > now)
    faults.push(
      `--launched-before ${formatInstant(at)} is in the future: give a time that has passed, or --force`,
    );
  return Number.isNaN(at) ? null : at;
}
