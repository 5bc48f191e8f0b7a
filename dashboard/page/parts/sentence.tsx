import type { Said } from "../../wire/said-model.ts";
import { StateMark } from "./glyph.tsx";
import { Ends, Ticking } from "./time.tsx";
import { Words } from "./words.tsx";

/** What is said of a fleet or a run, whole: the same words as everywhere. */
export const Sentence = ({ said }: { readonly said: Said }) => (
  <div class="said">
    <p class="sentence">
      <StateMark state={said.state} /> <Words text={said.sentence} />
    </p>
    {said.detail !== null && <p class="muted">{said.detail}</p>}
    {said.otherwise !== null && <p>{said.otherwise}</p>}
    {said.also.map((each) => (
      <p key={each} class="muted">
        {each}
      </p>
    ))}
    {(said.since !== null || said.endsAt !== null) && (
      <p class="muted">
        {said.since !== null && (
          <span>
            since <Ticking at={said.since} />
          </span>
        )}
        {said.since !== null && said.endsAt !== null && " · "}
        {said.endsAt !== null && (
          <span>
            ends at the latest <Ends at={said.endsAt} />
          </span>
        )}
      </p>
    )}
  </div>
);
