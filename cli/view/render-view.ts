import type { FleetView } from "../../src/views/fleet/fleet-view.ts";
import { entryLine } from "./entry-line.ts";
import { gateLines } from "./gate-lines.ts";
import { generationLines } from "./generation-lines.ts";
import { headerLines } from "./header.ts";
import { legendLine, serverLines } from "./server-lines.ts";
import { type Line, renderLine } from "./span.ts";

interface ViewSize {
  readonly width: number;
  readonly height: number;
  readonly colour: boolean;
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
 * most important stands on top and stays; servers are compressed to counts before anything else is left out.
 */
export function renderView(model: FleetView, size: ViewSize): string[] {
  const height = Math.max(1, Math.min(MAX_HEIGHT, Math.floor(size.height)));
  const header = headerLines(model, size.now);
  const generations = generationLines(model).slice(0, GENERATIONS);
  let room = height - header.length - generations.length;
  const gates = gateLines(model.rollout?.gates ?? [], Math.max(0, Math.min(GATES, room)));
  room -= gates.length;
  const entriesKept = Math.min(ENTRIES.least, model.entries.length);
  const servers = serverSection(model, { width: size.width, height: room - entriesKept });
  room -= servers.length;
  const entries = room > 0 ? model.entries.slice(-Math.min(ENTRIES.most, room)).map(entryLine) : [];
  const sections = [header, generations, servers, gates, entries].filter(({ length }) => length > 0);
  return spaced(sections, height)
    .slice(0, height)
    .map((line) => renderLine(line, size.width, size.colour));
}

function serverSection({ servers = [] }: FleetView, size: { width: number; height: number }): Line[] {
  const lines = serverLines(servers, { ...size, height: size.height - 1 });
  return lines.length === 0 ? [] : [...lines, legendLine(servers)];
}

/** With an empty line between sections where all of these fit. */
function spaced(sections: readonly Line[][], height: number): Line[] {
  const lines = sections.flat();
  if (lines.length + sections.length - 1 > height) return lines;
  return sections.flatMap((section, index) => (index === 0 ? section : [[], ...section]));
}
