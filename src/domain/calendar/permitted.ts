import { openingFrom, type Windows } from "../brakes/opening.ts";
import type { Span } from "../brakes/spans.ts";
import type { FleetAhead } from "./fleet-ahead.ts";

type Permitting = { readonly brakes: Pick<FleetAhead["state"]["brakes"], "length"> } & Pick<
  FleetAhead["state"],
  "freeze"
>;

interface Stretch {
  readonly from: number;
  readonly until: number;
}

/** The next few stretches of time in which windows, a calendar and a freeze let a run begin, within this one. None: it may at no time of it. */
export function permittedTimes(
  { permits: windows, state }: { readonly permits: Windows | null; readonly state: Permitting },
  { from, until }: Stretch,
  most: number,
): Span[] {
  const { freeze } = state;
  const { length } = state.brakes;
  const free = freeze === null ? from : Math.max(from, freeze.until ?? Number.POSITIVE_INFINITY);
  if (free >= until) return [];
  if (windows === null) return [{ from: free, to: until }];
  const found: Span[] = [];
  for (let at = free; at < until && found.length < most; ) {
    const open = openingFrom(windows, at, length.ms);
    if (open === null || open.from >= until) break;
    // Later than that a run would not end in it any more.
    found.push({ from: open.from, to: Math.min(until, Math.max(open.from + 1, open.to - length.ms)) });
    at = open.to;
  }
  return found;
}

/** Whether nothing may begin in all of this time. */
export const isClosed = (windows: Windows | null, { from, until }: Stretch): boolean =>
  windows !== null && (openingFrom(windows, from)?.from ?? until) >= until;
