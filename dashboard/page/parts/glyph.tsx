import { type ExplainedState, stateMarks } from "../../../src/domain/explain/explanation.ts";
import { lookMarks, type Mark } from "../../wire/marks.ts";
import type { ServerLook } from "../../wire/servers-model.ts";

/** A drawn shape, with no words of its own: what it means stands beside it. */
export const Glyph = ({ name }: { readonly name: string }) => (
  <i class="glyph" data-g={name} aria-hidden="true" />
);

const Marked = ({
  name,
  mark,
  word,
}: {
  readonly name: string;
  readonly mark: Mark;
  readonly word: string;
}) => (
  <span class={`mark ${mark.tone} ${mark.drawn}`}>
    <Glyph name={name} />
    <span>{word}</span>
  </span>
);

/** A state: tone, shape and word together. */
export const StateMark = ({ state, word }: { readonly state: ExplainedState; readonly word?: string }) => (
  <Marked name={state} mark={stateMarks[state]} word={word ?? stateMarks[state].word} />
);

export const LookMark = ({ look }: { readonly look: ServerLook }) => (
  <Marked name={look} mark={lookMarks[look]} word={lookMarks[look].word} />
);
