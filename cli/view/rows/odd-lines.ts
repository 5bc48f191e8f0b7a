import type { ViewServer } from "../../../src/views/fleet/server-states.ts";
import { type Line, span } from "../span.ts";

const SHOWN = 5;

/** Servers that are not well, by id: a cell does not say which one it is. */
export function oddLines(servers: readonly ViewServer[]): Line[] {
  const odd = servers.filter(({ state }) => state === "unhealthy");
  if (odd.length === 0) return [];
  const named = odd.slice(0, SHOWN).map(({ id, zone }) => `${id} (${zone})`);
  const more = odd.length > SHOWN ? ` and ${odd.length - SHOWN} more` : "";
  return [[span("unhealthy  ", "dim"), span(`${named.join(", ")}${more}`, "red")]];
}
