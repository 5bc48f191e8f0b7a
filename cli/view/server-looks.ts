import type { ServerState } from "../../src/views/fleet/server-states.ts";
import type { Style } from "./span.ts";

/** Each state has a shape of its own: nobody has to tell colours apart. */
export const serverLooks: Readonly<Record<ServerState, { readonly glyph: string; readonly style: Style }>> = {
  pending: { glyph: "○", style: "dim" },
  booting: { glyph: "◔", style: "yellow" },
  healthy: { glyph: "●", style: "green" },
  unhealthy: { glyph: "✗", style: "red" },
  draining: { glyph: "◑", style: "cyan" },
  terminating: { glyph: "▽", style: "magenta" },
  gone: { glyph: "·", style: "dim" },
};
