import { type FleetView, shownRun } from "../../src/views/fleet/fleet-view.ts";
import { entryLine } from "./entry-line.ts";
import { gateLines } from "./gate-lines.ts";
import { generationLines } from "./generation-lines.ts";
import { headerLines } from "./header.ts";
import { oddLines } from "./rows/odd-lines.ts";
import { legendLine, serverLines } from "./server-lines.ts";
import { type Line, renderLine } from "./span.ts";
import { wrappedLine } from "./rows/wrapped-line.ts";

interface ViewSize {
  readonly width: number;
  readonly height: number;
  readonly colour: boolean;
  /** Nothing is painted over it: nothing of it is cut, and it is as high as it comes to be. */
  readonly whole?: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** A view is never higher, however large the fleet is: it fits the smallest usual terminal. */
export const MAX_HEIGHT = 24;
const GENERATIONS = 3;
const GATES = 5;
const ENTRIES = { least: 2, most: 6 };

/**
 * The view of a fleet as lines of at most `width` columns, at most `height` of them and never more than 24. What is
 * most important stands on top, and is wrapped rather than cut; servers are compressed to counts before anything else is left out.
 */
export function renderView(model: FleetView, size: ViewSize): string[] {
  const height = Math.max(1, Math.min(MAX_HEIGHT, Math.floor(size.height)));
  const wrap = (line: Line): string[] => wrappedLine(line, size.width, size.colour);
  const cut = (line: Line): string[] => [renderLine(line, size.width, size.colour)];
  const others = size.whole === true ? wrap : cut;
  const [title = [], ...rest] = headerLines(model, size.now);
  const header = [...others(title), ...rest.flatMap(wrap)];
  const generations = generationLines(model).slice(0, GENERATIONS);
  let room = height - header.length - generations.length;
  const gates = gateLines(shownRun(model)?.gates ?? [], Math.max(0, Math.min(GATES, room)));
  room -= gates.length;
  const entriesKept = Math.min(ENTRIES.least, model.entries.length);
  const servers = serverSection(model, { width: size.width, height: room - entriesKept });
  room -= servers.length;
  const entries = room > 0 ? model.entries.slice(-Math.min(ENTRIES.most, room)).map(entryLine) : [];
  const below = [generations, servers, gates, entries].map((lines) => lines.flatMap(others));
  const sections = [header, ...below].filter(({ length }) => length > 0);
  return size.whole === true
    ? spaced(sections, Number.POSITIVE_INFINITY)
    : spaced(sections, height).slice(0, height);
}

function serverSection({ servers = [] }: FleetView, size: { width: number; height: number }): Line[] {
  const odd = oddLines(servers);
  const lines = serverLines(servers, { ...size, height: size.height - 1 - odd.length });
  return lines.length === 0 ? [] : [...lines, legendLine(servers), ...odd];
}

/** With an empty line between sections where all of these fit. */
function spaced(sections: readonly string[][], height: number): string[] {
  const lines = sections.flat();
  if (lines.length + sections.length - 1 > height) return lines;
  return sections.flatMap((section, index) => (index === 0 ? section : ["", ...section]));
}
