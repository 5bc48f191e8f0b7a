import { shiftHold } from "../../domain/decide/brakes.ts";
import type { Hold } from "../../domain/decide/hold.ts";
import { fleetOf } from "../../domain/declaration/fleet-of.ts";
import type { RolloutRecord } from "../../domain/run/rollout.ts";
import { readDueFirst } from "../../ledger/found/due-first.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { readBrakes } from "../convergence/read-brakes.ts";

/**
 * Whether windows bind the first traffic of this rollout's green: as it was declared when the run began, and only before any. What a
 * person began or promoted waits for no window, and who settles a fleet has said where its traffic goes.
 */
export function isWindowed({ declaration, cause, traffic, milestones, ...run }: RolloutRecord): boolean {
  if (fleetOf(declaration).windows?.gates !== "shift") return false;
  if (cause.reason === "operator" || run.promotion !== null || run.settlement !== null) return false;
  const { watched, "first-traffic": first } = milestones;
  return traffic.setAt === null && (first ?? watched) === undefined;
}

/** Why green gets no first traffic now, and when it may; null: it may, as far as windows go. By what the sweep has read of a calendar. */
export async function shiftWindow(run: RolloutRecord, ledger: Ledger, now: number): Promise<Hold | null> {
  if (!isWindowed(run)) return null;
  const { blue, imageFrom, imageTo, cause } = run;
  const declared = fleetOf(run.declaration);
  const first = declared.age?.hardMax === undefined ? null : await readDueFirst(ledger, run.fleet);
  const brakes = await readBrakes(declared, { first, live: blue ?? undefined }, ledger);
  const { hardAgeAt } = brakes;
  const isHard = cause.reason === "age" && imageFrom === imageTo && hardAgeAt !== null && now >= hardAgeAt;
  return shiftHold(brakes, isHard, now);
}
