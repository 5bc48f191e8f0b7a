import { type FleetView, shownRun } from "../../src/views/fleet/fleet-view.ts";
import { entryLine } from "./entry-line.ts";
import { gateLines } from "./gate-lines.ts";
import { generationLines } from "./generation-lines.ts";
import { headerLines } from "./header.ts";
import { oddLines } from "./rows/odd-lines.ts";
import { legendLine, serverLines } from "./server-lines.ts";
import { type Line, renderLine, span } from "./span.ts";
import { wrappedLine } from "./rows/wrapped-line.ts";

/** What of a view has all the room below its head. */
export type Focus = "all" | "servers" | "gates" | "ledger";

interface ViewSize {
  readonly width: number;
  readonly height: number;
  readonly colour: boolean;
  /** Nothing is painted over it: nothing of it is cut, and it is as high as it comes to be. */
  readonly whole?: boolean;
  /** Where keys are read: what they chose. Its last line says which keys there are. */
  readonly focus?: Focus;
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
  const keys = size.focus !== undefined && size.whole !== true ? [keysLine(size.focus)] : [];
  const height = Math.max(1, Math.min(MAX_HEIGHT, Math.floor(size.height))) - keys.length;
  const wrap = (line: Line): string[] => wrappedLine(line, size.width, size.colour);
  const cut = (line: Line): string[] => [renderLine(line, size.width, size.colour)];
  const others = size.whole === true ? wrap : cut;
  const [title = [], ...rest] = headerLines(model, size.now);
  const header = [...others(title), ...rest.flatMap(wrap)];
  const room = { width: size.width, height: height - header.length };
  const below = bodyOf(model, size.whole === true ? "all" : (size.focus ?? "all"), room);
  const sections = [header, ...below.map((lines) => lines.flatMap(others))].filter(
    ({ length }) => length > 0,
  );
  if (size.whole === true) return spaced(sections, Number.POSITIVE_INFINITY);
  return [...spaced(sections, height).slice(0, height), ...keys.flatMap(cut)];
}

interface Room {
  readonly width: number;
  readonly height: number;
}

/** What stands below the head: some of each, or all that has room of what was chosen. */
function bodyOf(model: FleetView, focus: Focus, { width, height }: Room): Line[][] {
  const generations = generationLines(model).slice(0, GENERATIONS);
  const verdicts = shownRun(model)?.gates ?? [];
  const least = Math.max(0, height);
  if (focus === "gates") return [gateLines(verdicts, least)];
  if (focus === "ledger") return [least === 0 ? [] : model.entries.slice(-least).map(entryLine)];
  let room = height - generations.length;
  if (focus === "servers") return [generations, serverSection(model, { width, height: room })];
  const gates = gateLines(verdicts, Math.max(0, Math.min(GATES, room)));
  room -= gates.length;
  const entriesKept = Math.min(ENTRIES.least, model.entries.length);
  const servers = serverSection(model, { width, height: room - entriesKept });
  room -= servers.length;
  const entries = room > 0 ? model.entries.slice(-Math.min(ENTRIES.most, room)).map(entryLine) : [];
  return [generations, servers, gates, entries];
}

/** By the key that chooses it. */
export const focusKeys: Readonly<Record<string, Focus>> = { s: "servers", g: "gates", l: "ledger", a: "all" };

const keysLine = (focus: Focus): Line => [
  span("q", "bold"),
  span(" leaves", "dim"),
  ...Object.entries(focusKeys).flatMap(([key, each]) => [
    span(`  ${key}`, "bold"),
    span(` ${each}`, each === focus ? "bold" : "dim"),
  ]),
];

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
