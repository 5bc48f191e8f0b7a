import type { Ask } from "../run/start-input.ts";
import { alsoTaken, namedBy, type Wanted } from "./wanted.ts";

/** A person's ask, as it was taken. */
interface TakenAsk {
  readonly ask: Ask;
  /** The execution that brought it. */
  readonly execution: string;
  readonly by: string;
  readonly reason: string;
  /** When moult took it, milliseconds since 1970. */
  readonly now: number;
}

/**
 * What is wanted once a person has asked: an image of their choice is pinned, unless the declaration names it and no end was
 * given. The same execution counts once, so that one which is tried again does not ask again after somebody else has.
 */
export function applyAsk(before: Wanted, source: string, taken: TakenAsk): Wanted {
  const { ask, execution, by, reason, now } = taken;
  if (before.taken.includes(execution)) return before;
  const { image, until, launchedBefore } = ask;
  if (image === null && launchedBefore === null) return before;
  const said = { by, reason, at: now };
  const named = namedBy(before, source)?.image ?? null;
  const pin = image === null ? before.pin : { ...said, image, until, insteadOf: named };
  const instant = launchedBefore === "now" ? now : launchedBefore;
  // Of two instants the later one includes the other.
  const known = before.launchedBefore;
  return {
    ...before,
    pin: image !== null && image === named && until === null ? null : pin,
    launchedBefore:
      instant === null || instant <= (known?.instant ?? -Infinity) ? known : { ...said, instant },
    taken: alsoTaken(before.taken, execution),
  };
}
