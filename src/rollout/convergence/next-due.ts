import { decide } from "../../domain/decide/decide.ts";
import { readFleet } from "../../ledger/fleets.ts";
import { greenOf, type Work } from "../work.ts";
import { liveOf, readStateBeside } from "./read-state.ts";

/** What would be begun once this rollout has succeeded, in words; null: nothing. */
export async function nextDue(work: Work<never>): Promise<string | null> {
  const { ledger, clock } = work.context;
  const declared = await readFleet(ledger, work.fleet.fleet);
  if (declared === undefined) return null;
  const state = await readStateBeside(declared.fleet, undefined, { ledger, clock });
  const decision = decide({ ...state, live: liveOf(greenOf(work)) }, clock.now());
  return decision.act === "start" ? decision.due.map(({ what }) => what).join("; ") : null;
}
