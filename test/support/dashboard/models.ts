import { explainedStates } from "../../../src/domain/explain/explanation.ts";
import type { Offer } from "../../../dashboard/wire/acts.ts";
import type { FleetsModel } from "../../../dashboard/wire/models.ts";

/** The button of every list. */
export const FREEZE_ALL: Offer = {
  act: "freeze-all",
  fleet: null,
  item: null,
  option: false,
  label: "Freeze all",
  title: "Freeze all",
  blocked: null,
};

/** So many fleets, in every state by turns. */
export const fleetsModel = (count: number, sentence = "every server runs what it should"): FleetsModel => ({
  page: "fleets",
  rows: Array.from({ length: count }, (_, at) => ({
    id: `fleet-${String(at).padStart(4, "0")}`,
    state: explainedStates[at % explainedStates.length] ?? "steady",
    sentence,
    since: null,
    endsAt: null,
    otherwise: null,
    detail: null,
    also: [],
    image: "ami-0123456789abcdef0",
    generation: 3,
    run: null,
    offers: [],
  })),
  offers: [FREEZE_ALL],
});
