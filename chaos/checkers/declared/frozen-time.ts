import type { OutcomeInput } from "../checker-input.ts";

/** A freeze begins unseen between two polls of a watched phase, each up to 75 s after the other, or while the last is still on its way. */
const UNSEEN_MS = 165_000;

/** The times in which the fleet was frozen, by the world's clock. */
interface FrozenTime {
  /** Takes down how freezes stand; to be called after each write of the ledger. */
  readonly look: (input: OutcomeInput) => void;
  /** Milliseconds between two instants in which whoever watches had to know that it was frozen. */
  readonly between: (from: number, to: number) => number;
}

export function openFrozenTime(): FrozenTime {
  const spans: { readonly from: number; to: number }[] = [];
  let last = { at: 0, until: 0 };
  return {
    look: ({ view, world }) => {
      const at = world.now();
      const to = Math.min(at, last.until);
      const span = spans.at(-1);
      if (to > last.at && span?.to === last.at) span.to = to;
      else if (to > last.at) spans.push({ from: last.at, to });
      const untils = [...view.freezes.values()].map(({ until }) => until ?? Number.POSITIVE_INFINITY);
      last = { at, until: Math.max(0, ...untils) };
    },
    between: (from, to) =>
      spans
        .map((span) => Math.min(to, span.to) - Math.max(from, span.from) - UNSEEN_MS)
        .reduce((sum, each) => sum + Math.max(0, each), 0),
  };
}
