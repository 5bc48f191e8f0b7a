import type { StormRow } from "../../src/views/findings/findings-view.ts";
import { askId } from "../../src/domain/approval/ask-id.ts";
import type { Freeze } from "../../src/ledger/freezes.ts";
import type { ActName, Offer } from "../wire/acts.ts";
import { actTable } from "./act-table.ts";
import { effectsOf, type FleetAct } from "./effects/effects-of.ts";
import type { Facts } from "./facts.ts";

interface Offering extends Partial<Pick<Offer, "fleet" | "item" | "blocked">> {
  /** What it is about in words; left out: the fleet, or the item. */
  readonly about?: string;
}

/** A button for an act that can do something, or that says why it cannot. */
export function offer(act: ActName, offering: Offering): Offer {
  const { fleet = null, item = null, blocked = null } = offering;
  const about = offering.about ?? fleet ?? item;
  const { label, title } = actTable[act];
  return {
    act,
    fleet,
    item,
    option: false,
    label,
    title: about === null ? title : `${title} ${about}`,
    blocked,
  };
}

const ofFleet = (acts: readonly FleetAct[], facts: Facts): readonly Offer[] =>
  acts.map((act) =>
    offer(act, { fleet: facts.fleet, item: askOf(act, facts), blocked: effectsOf[act](facts).blocked }),
  );

/** Of an answer, what it answers: another ask is not what was shown. */
const askOf = (act: FleetAct, { approval }: Facts): string | null =>
  approval !== undefined && isAnswer(act) ? askId(approval) : null;

/** Whether the act answers an ask. */
export const isAnswer = (act: ActName): boolean => act === "approve" || act === "reject";

/** What can be done to a fleet: what fits its state first. Beside a rollout its own page has the steering. */
export function fleetOffers(facts: Facts): readonly Offer[] {
  const { approval, unsettled, open, openRecycle, frozen, view, fleet } = facts;
  const fits: FleetAct[] = [];
  if (approval !== undefined) fits.push("approve", "reject");
  if (unsettled !== undefined && open === undefined) fits.push("settle-blue", "settle-green");
  if (open !== undefined) fits.push("pause", "resume", "promote", "abort");
  else if (openRecycle !== undefined) fits.push("pause", "resume", "abort");
  if (view.except.length > 0 || view.standing?.decision.because === "back-off") fits.push("retry");
  fits.push(frozen.own === null ? "freeze" : "unfreeze");
  return [
    ...ofFleet(fits, facts),
    offer("start", { fleet, blocked: view.frozen ? `${fleet} is frozen: ${view.frozen.reason}` : null }),
    offer("allow-access", { fleet }),
    ...(open === undefined && openRecycle === undefined ? ofFleet(["rollback"], facts) : []),
  ];
}

/** What can be done to a run that is open. */
export function runOffers(facts: Facts): readonly Offer[] {
  const { open, openRecycle } = facts;
  if (open === undefined && openRecycle !== undefined)
    return ofFleet([openRecycle.pause === null ? "pause" : "resume", "abort", "freeze"], facts);
  const fits: FleetAct[] = facts.approval === undefined ? [] : ["approve", "reject"];
  const held = open?.pause != null;
  return ofFleet([...fits, held ? "resume" : "pause", "promote", "abort", "freeze"], facts);
}

/** What is for every fleet; `freeze`: the one that is in force. */
export const allOffers = (freeze: Freeze | null): readonly Offer[] => [
  offer(freeze === null ? "freeze-all" : "unfreeze-all", {}),
];

/** Of a storm: that its findings be acted on. */
export const stormOffers = ({ key, number }: StormRow): readonly Offer[] => [
  offer("acknowledge-storm", { item: key, about: String(number) }),
];
