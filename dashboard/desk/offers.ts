import type { Freeze } from "../../src/ledger/freezes.ts";
import type { ActName, Offer } from "../wire/acts.ts";
import { actTable } from "./act-table.ts";
import { effectsOf, type FleetAct } from "./effects/effects-of.ts";
import type { Facts } from "./facts.ts";

/** A button for an act that can do something, or that says why it cannot. */
export const offer = (
  act: ActName,
  { fleet = null, image = null, blocked = null }: Partial<Pick<Offer, "fleet" | "image" | "blocked">>,
): Offer => ({ act, fleet, image, label: actTable[act].label, blocked });

const ofFleet = (acts: readonly FleetAct[], facts: Facts): readonly Offer[] =>
  acts.map((act) => offer(act, { fleet: facts.fleet, blocked: effectsOf[act](facts).blocked }));

/** What can be done to a fleet: what fits its state first. Beside a rollout its own page has the steering. */
export function fleetOffers(facts: Facts): readonly Offer[] {
  const { approval, unsettled, open, frozen, view } = facts;
  const fits: FleetAct[] = [];
  if (approval !== undefined) fits.push("approve", "reject");
  if (unsettled !== undefined && open === undefined) fits.push("settle-blue", "settle-green");
  if (open !== undefined) fits.push("pause", "resume", "promote", "abort");
  else fits.push("rollback");
  if (view.except.length > 0 || view.standing?.decision.because === "back-off") fits.push("retry");
  fits.push(frozen.own === null ? "freeze" : "unfreeze");
  return ofFleet(fits, facts);
}

/** What can be done to a rollout that is open. */
export function runOffers(facts: Facts): readonly Offer[] {
  const fits: FleetAct[] = facts.approval === undefined ? [] : ["approve", "reject"];
  const held = facts.open?.pause != null;
  return ofFleet([...fits, held ? "resume" : "pause", "promote", "abort", "freeze"], facts);
}

/** What is for every fleet; `freeze`: the one that is in force. */
export const allOffers = (freeze: Freeze | null): readonly Offer[] => [
  offer(freeze === null ? "freeze-all" : "unfreeze-all", {}),
];
