import type { Window } from "./parse-window.ts";
import { type Span, spansFrom, type Use } from "./spans.ts";

/** When something may begin. */
export interface Windows {
  /** None: at any time that is not denied. */
  readonly allow: readonly Window[];
  readonly deny: readonly Window[];
}

/** What opens later than that nobody waits for: it is as if it never did. */
const HORIZON_MS = 400 * 86_400_000;
/** Longer than a run may take (deadlines.rollout is 30 days at most): how much longer it is open nobody asks. */
const LONG_MS = 32 * 86_400_000;

/**
 * The first span, from this instant on, in which something may begin that takes so many milliseconds; it begins with the instant itself
 * where it is open. Null: there is none within 400 days.
 */
export function openingFrom({ allow, deny }: Windows, at: number, lengthMs = 0): Span | null {
  let from: number | null = at;
  while (from !== null && from - at < HORIZON_MS) {
    const open = openAt({ allow, deny }, from);
    if (open.isOpen && open.to - from >= lengthMs) return { from, to: open.to };
    from = open.to === Number.POSITIVE_INFINITY ? null : open.to;
  }
  return null;
}

/** Whether an instant is open, and until when that stays as it is. */
function openAt({ allow, deny }: Windows, at: number): { readonly isOpen: boolean; readonly to: number } {
  const denied = spanEnd(deny, "deny", at);
  if (denied !== null) return { isOpen: false, to: denied };
  const allowed = allow.length === 0 ? Number.POSITIVE_INFINITY : spanEnd(allow, "allow", at);
  if (allowed === null) return { isOpen: false, to: nextStart(allow, "allow", at) };
  return { isOpen: true, to: Math.min(allowed, nextStart(deny, "deny", at)) };
}

/** Until when one of the windows is open without a gap; null: none is. */
function spanEnd(windows: readonly Window[], use: Use, at: number): number | null {
  let to = at;
  for (let before = -1; before < to && to - at <= LONG_MS; ) {
    before = to;
    for (const span of spansOf(windows, use, before)) if (span.from <= to && span.to > to) to = span.to;
  }
  return to === at ? null : to;
}

function nextStart(windows: readonly Window[], use: Use, at: number): number {
  const later = spansOf(windows, use, at).find(({ from }) => from > at);
  return later?.from ?? Number.POSITIVE_INFINITY;
}

const spansOf = (windows: readonly Window[], use: Use, at: number): Span[] =>
  windows.flatMap((window) => spansFrom(window, use, at)).sort((a, b) => a.from - b.from);
