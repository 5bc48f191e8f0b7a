import type { ExplainedAction, ExplainedState, Explanation } from "./explanation.ts";
import { stateMarks } from "./explanation.ts";
import { sentenceOf } from "./words.ts";

/** What is to be said, before it is one sentence. */
export interface Said {
  readonly state: ExplainedState;
  readonly does: string;
  readonly why?: string | null;
  readonly ends: string;
  readonly waitsFor?: string | null;
  readonly since?: number | null;
  readonly endsAt?: number | null;
  readonly nextPollAt?: number | null;
  readonly otherwise?: string | null;
  /** All that is known, where the sentence leaves something out. */
  readonly detail?: string | null;
  readonly also?: readonly string[];
  readonly actions: readonly ExplainedAction[];
}

/** What is to be said of a phase, without what holds of every phase. */
export type PhaseSaid = Pick<Said, "state" | "does" | "why" | "ends" | "waitsFor" | "endsAt">;

/** One explanation; what can be done comes before what cannot, else in the order given. */
export function explanationOf(said: Said): Explanation {
  const { state, does, why = null, ends, waitsFor = null, otherwise = null, actions } = said;
  const { since = null, endsAt = null, nextPollAt = null, also = [] } = said;
  const { sentence, detail } = sentenceOf({ does, why, ends });
  const can = actions.filter(({ blockedReason }) => blockedReason === null);
  const cannot = actions.filter(({ blockedReason }) => blockedReason !== null);
  return {
    tone: stateMarks[state].tone,
    state,
    waitsFor,
    sentence,
    gist: sentenceOf({ does, why: null, ends }).sentence,
    since,
    endsAt,
    nextPollAt,
    otherwise,
    detail: said.detail ?? detail,
    also,
    actions: [...can, ...cannot],
  };
}
