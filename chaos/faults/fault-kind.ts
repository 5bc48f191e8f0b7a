import type { Random } from "../../simulator/world/random.ts";
import type { Bus } from "../world/bus.ts";
import type { ChaosWorld } from "../world/world.ts";

/** What a fault kind works with. */
export interface FaultWork {
  readonly chaos: ChaosWorld;
  readonly bus: Bus;
  /** How bad it is, from 0 (hardly ever) to 1. */
  readonly rate: number;
  /** Its own chance. */
  readonly random: Random;
  /** Calls `act` at so many instants of the faulty phase, drawn by chance. */
  readonly atTimes: (count: number, act: () => void) => void;
}

/** Something that goes wrong. */
export interface FaultKind {
  readonly name: string;
  begin(work: FaultWork): void;
}
