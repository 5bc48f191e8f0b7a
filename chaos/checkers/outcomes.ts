import type { OutcomeInput } from "./checker-input.ts";
import type { Invariant } from "./invariant.ts";
import { asDeclared } from "./invariants/outcomes/as-declared.ts";
import { blamesFairly } from "./invariants/outcomes/blames-fairly.ts";
import { ends } from "./invariants/outcomes/ends.ts";
import { saidOnce } from "./spoken/said-once.ts";
import { steered } from "./invariants/steering/steered.ts";
import { served } from "./invariants/outcomes/served.ts";

/** What runs leave users with: judged in every simulated run, the scenarios of the tests too. A new one: a row here. */
const OUTCOMES: readonly (() => Invariant<OutcomeInput>)[] = [
  served,
  asDeclared,
  ends,
  saidOnce,
  blamesFairly,
  steered,
];

/** Those of one run; they remember what they saw. */
export const openOutcomes = (): Invariant<OutcomeInput>[] => OUTCOMES.map((open) => open());
