import type { ServerState } from "../../src/views/fleet/server-states.ts";
import type { Style } from "./span.ts";

interface Look {
  /** A shape of its own: nobody has to tell colours apart. */
  readonly glyph: string;
  readonly style: Style;
  /** As the legend says it. */
  readonly word: string;
}

/** Healthy is quiet and odd is loud: red is for what failed alone. */
export const serverLooks: Readonly<Record<ServerState, Look>> = {
  pending: { glyph: "○", style: "dim", word: "pending" },
  booting: { glyph: "◔", style: "blue", word: "booting" },
  late: { glyph: "◕", style: "yellow", word: "late" },
  ready: { glyph: "◉", style: "green", word: "healthy, no traffic" },
  healthy: { glyph: "●", style: "green", word: "healthy" },
  unhealthy: { glyph: "✕", style: "red", word: "unhealthy" },
  isolated: { glyph: "▣", style: "yellow", word: "isolated" },
  draining: { glyph: "◑", style: "yellow", word: "draining" },
  terminating: { glyph: "▽", style: "yellow", word: "terminating" },
  gone: { glyph: "·", style: "dim", word: "gone" },
  unreadable: { glyph: "?", style: "dim", word: "not readable" },
};
