import type { ServerState, ViewServer } from "../../../src/views/fleet/server-states.ts";
import { serverLooks } from "../server-looks.ts";
import { type Line, span } from "../span.ts";

const SHOWN = 5;
/** The worst first. */
const ODD: readonly ServerState[] = ["unhealthy", "late", "isolated", "unreadable"];

/** Servers that are not as they should be, by id, each with its glyph: a cell does not say which one it is. */
export function oddLines(servers: readonly ViewServer[]): Line[] {
  const odd = ODD.flatMap((state) => servers.filter((each) => each.state === state));
  if (odd.length === 0) return [];
  const named = odd.slice(0, SHOWN).flatMap(({ id, zone, state }) => {
    const { glyph, style } = serverLooks[state];
    return [span(`  ${glyph}`, style), span(` ${id} (${zone})`)];
  });
  const more = odd.length > SHOWN ? [span(`  and ${odd.length - SHOWN} more`, "dim")] : [];
  return [[span("odd", "dim"), ...named, ...more]];
}
