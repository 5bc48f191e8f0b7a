import { openingFrom, type Windows } from "./opening.ts";
import type { Window } from "./parse-window.ts";

/** Who decides looks every five minutes, and may be late: what is open for less may be over before anybody has seen it. */
export const LEAST_OPEN_MS = 600_000;

/** From here on each week is like the next. */
const SOME_MONDAY = Date.UTC(2026, 0, 5);

/** Whether nothing of what is denied leaves a window open for long enough, ever. Denied dates pass by for one that comes each week. */
export function isClosedBy(window: Window, deny: readonly Window[]): boolean {
  if (window.kind === "weekly") return !opens({ allow: [window], deny: weekly(deny) }, SOME_MONDAY);
  // Its dates may be anywhere, and a zone's midnight half a day from that of UTC.
  return !opens({ allow: [window], deny }, Date.parse(`${window.from}Z`) - 86_400_000);
}

/** Whether each week is denied, so that nothing could ever begin. */
export const isClosedForever = (deny: readonly Window[]): boolean =>
  !opens({ allow: [], deny: weekly(deny) }, SOME_MONDAY);

const opens = (windows: Windows, from: number): boolean => openingFrom(windows, from, LEAST_OPEN_MS) !== null;

const weekly = (windows: readonly Window[]): Window[] => windows.filter(({ kind }) => kind === "weekly");
