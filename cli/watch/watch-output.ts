import type { FleetView } from "../../src/views/fleet/fleet-view.ts";

/** Where a watch shows what it sees: the live view, lines, or JSON. */
export interface WatchOutput {
  /** Whether it shows servers, which cost calls to AWS. */
  readonly wantsServers: boolean;
  show(model: FleetView, now: number): void;
  /** The last frame stays, the cursor comes back. */
  end(): void;
}
