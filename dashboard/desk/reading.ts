import type { ControlPlane } from "../../src/engine/control-plane-port.ts";
import type { BoardReading } from "../../src/views/board/fleet-board.ts";
import type { heldFleets } from "../../src/views/brakes/held-fleets.ts";
import type { stormReader } from "../../src/views/findings/read-storms.ts";
import type { ServersOf } from "./servers.ts";

/** What pages are read from. */
export interface Reading {
  readonly plane: Pick<ControlPlane, "ledger" | "clock" | "adoption">;
  readonly servers: ServersOf;
  /** All fleets, from one summary of each. */
  readonly board: () => Promise<BoardReading>;
  /** Those of them that a freeze or an approval holds. */
  readonly held: ReturnType<typeof heldFleets>;
  readonly storms: ReturnType<typeof stormReader>;
  readonly now: number;
}
