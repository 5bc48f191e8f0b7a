import { explainedStates } from "../../../src/domain/explain/explanation.ts";
import type { FleetsModel } from "../../../dashboard/wire/models.ts";

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
  offers: [{ act: "freeze-all", fleet: null, image: null, label: "Freeze all", blocked: null }],
});
