import type { Explanation } from "../../../src/domain/explain/explanation.ts";
import type { Said } from "../../wire/said-model.ts";

/** What is said of a fleet or a run, as every surface says it. */
export const saidOf = ({ state, sentence, since, endsAt, otherwise, detail, also }: Explanation): Said => ({
  state,
  sentence,
  since,
  endsAt,
  otherwise,
  detail,
  also,
});
