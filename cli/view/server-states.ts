import type { Style } from "./span.ts";

export type ServerState =
  | "pending"
  | "booting"
  | "healthy"
  | "unhealthy"
  | "draining"
  | "terminating"
  | "gone";

/** One server as the view shows it: one cell. */
export interface ViewServer {
  readonly id: string;
  readonly zone: string;
  /** Number of its generation. */
  readonly generation: number;
  readonly state: ServerState;
  /** Since its launch; null where it is not known. */
  readonly ageSeconds: number | null;
}

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

export const serverStates = Object.keys(serverLooks) as ServerState[];
