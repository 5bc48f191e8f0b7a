import { type ServerState, serverStates, type ViewServer } from "../../src/views/fleet/server-states.ts";
import { serverLooks } from "./server-looks.ts";
import { type Line, type Span, span } from "./span.ts";

interface Row {
  readonly label: string;
  readonly servers: readonly ViewServer[];
}

/**
 * The servers in at most `height` lines: one cell each, by generation and zone; when that is too much, counts by zone,
 * then counts by generation, then one line of counts.
 */
export function serverLines(
  servers: readonly ViewServer[],
  size: { readonly width: number; readonly height: number },
): Line[] {
  if (servers.length === 0) return [];
  const byZone = rowsOf(servers, ({ generation, zone }) => `gen ${generation} ${zone}`);
  const byGeneration = rowsOf(servers, ({ generation }) => `gen ${generation}`);
  const forms = [
    () => cellLines(byZone, size.width),
    () => countLines(byZone),
    () => countLines(byGeneration),
    () => countLines([{ label: "all", servers }]),
  ];
  for (const form of forms) {
    const lines = form();
    if (lines && lines.length <= size.height) return lines;
  }
  return [];
}

/** What the glyphs mean, of those states that occur. */
export function legendLine(servers: readonly ViewServer[]): Line {
  const present = new Set(servers.map(({ state }) => state));
  return serverStates
    .filter((state) => present.has(state))
    .flatMap((state, index) => [
      ...(index === 0 ? [] : [span("  ")]),
      glyph(state),
      span(` ${serverLooks[state].word}`, "dim"),
    ]);
}

function rowsOf(servers: readonly ViewServer[], labelOf: (server: ViewServer) => string): Row[] {
  const ordered = [...servers].sort(
    (a, b) => a.generation - b.generation || a.zone.localeCompare(b.zone) || a.id.localeCompare(b.id),
  );
  return [...Map.groupBy(ordered, labelOf)].map(([label, members]) => ({ label, servers: members }));
}

const labelWidth = (rows: readonly Row[]): number => Math.max(...rows.map(({ label }) => label.length)) + 2;

/** The least room for cells beside a label; a narrower terminal gets counts. */
const MIN_CELLS = 8;

function cellLines(rows: readonly Row[], width: number): Line[] | undefined {
  const indent = labelWidth(rows);
  const room = width - indent;
  if (room < MIN_CELLS) return undefined;
  return rows.flatMap(({ label, servers }) => {
    const lines: Line[] = [];
    for (let from = 0; from < servers.length; from += room) {
      const cells = servers.slice(from, from + room).map(({ state }) => state);
      lines.push([span((from === 0 ? label : "").padEnd(indent), "dim"), ...runs(cells)]);
    }
    return lines;
  });
}

/** Neighbours of one state make one span: fewer escape sequences to send. */
function runs(states: readonly ServerState[]): Span[] {
  const spans: { state: ServerState; count: number }[] = [];
  for (const state of states) {
    const last = spans.at(-1);
    if (last?.state === state) last.count += 1;
    else spans.push({ state, count: 1 });
  }
  return spans.map(({ state, count }) => glyph(state, count));
}

function countLines(rows: readonly Row[]): Line[] {
  const indent = labelWidth(rows);
  return rows.map(({ label, servers }) => [
    span(label.padEnd(indent), "dim"),
    ...serverStates
      .map((state) => ({ state, count: servers.filter((server) => server.state === state).length }))
      .filter(({ count }) => count > 0)
      .flatMap(({ state, count }, index) => [span(index === 0 ? "" : "  "), glyph(state), span(` ${count}`)]),
  ]);
}

const glyph = (state: ServerState, count = 1): Span =>
  span(serverLooks[state].glyph.repeat(count), serverLooks[state].style);
