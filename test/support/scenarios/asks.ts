import type { Ask } from "../../../src/domain/run/start-input.ts";
import type { PersonsAsk, StartEngine } from "../../../src/operator/start-rollout.ts";
import { askInput } from "../../../src/rollout/convergence/ask-input.ts";
import type { Web } from "./harness.ts";

const NOTHING: Ask = { image: null, until: null, launchedBefore: null, by: null, reason: null };

/** What ada asks for at the command line. */
export const asking = (ask: Partial<Ask> = {}): PersonsAsk => ({ ...NOTHING, ...ask, by: "ada" });

/** What the operator's acts are given; what they start has this name. */
export function deskOf({ ledger, simulator, engine }: Web, id: string) {
  const start: StartEngine = async (fleet, ask) => {
    await engine.start("rollout", id, askInput(fleet, ask));
    return { id, settled: engine.settled(id).then(() => undefined) };
  };
  return { ledger, clock: simulator.clock, start };
}
