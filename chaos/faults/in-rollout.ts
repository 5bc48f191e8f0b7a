import type { RolloutRecord } from "../../src/domain/run/rollout.ts";
import { openRollouts } from "../world/ledger-view.ts";
import type { ChaosWorld } from "../world/world.ts";
import type { FaultWork } from "./fault-kind.ts";

const LOOK_MS = 5000;
/** So long a moment is waited for. */
const MOST_LOOKS = 240;

/** Waits until an open rollout is as asked, and answers it; undefined: none was, or the faults have ended. */
export async function rolloutWhere(
  chaos: ChaosWorld,
  holds: (run: RolloutRecord) => boolean,
): Promise<RolloutRecord | undefined> {
  for (let looks = 0; looks < MOST_LOOKS && !chaos.faultsEnded; looks += 1) {
    const found = openRollouts(chaos.view).find(holds);
    if (found !== undefined) return found;
    await chaos.clock.sleep(LOOK_MS);
  }
  return undefined;
}

/** Milliseconds until so many seconds are over, or the faulty phase is. */
export const spanMs = ({ clock, faultyFrom, plan }: ChaosWorld, seconds: number): number =>
  Math.max(0, Math.min(seconds * 1000, faultyFrom + plan.faultySeconds * 1000 - clock.now()));

/** Begins something as the faulty phase begins, when a rollout is asked for, and up to `more` times later. */
export function fromTheFirst(
  { chaos, rate, atTimes }: FaultWork,
  more: number,
  act: () => Promise<unknown>,
): void {
  const begin = (): void => void act().catch((error: unknown) => chaos.note(String(error)));
  chaos.simulator.world.after(1, begin);
  atTimes(Math.round(more * rate), begin);
}
