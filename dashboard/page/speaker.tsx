import { useEffect, useRef, useState } from "preact/hooks";
import { stateMarks } from "../../src/domain/explain/explanation.ts";
import type { Model } from "../wire/models.ts";

const PAUSE_MS = 5000;

/** Says changes of state of what is on the screen to who hears the page: one message in five seconds at most, and never cells. */
export function Speaker({ model }: { readonly model: Model | null }) {
  const before = useRef<ReadonlyMap<string, string>>(new Map());
  const page = useRef("");
  const waits = useRef<string[]>([]);
  const [words, say] = useState("");
  useEffect(() => {
    const now = statesOf(model);
    const name = model === null ? "" : keyOf(model);
    if (name === page.current)
      for (const [id, state] of now)
        if (before.current.get(id) !== state) waits.current.push(`${id}: ${state}`);
    page.current = name;
    before.current = now;
  }, [model]);
  useEffect(() => {
    const timer = setInterval(() => {
      if (waits.current.length === 0) return;
      const several =
        waits.current.length > 3 ? `${waits.current.length} fleets changed` : waits.current.join(". ");
      waits.current = [];
      say(several);
    }, PAUSE_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <p class="sr" aria-live="polite">
      {words}
    </p>
  );
}

const keyOf = (model: Model): string =>
  model.page === "fleet" ? model.id : model.page === "run" ? model.run : model.page;

function statesOf(model: Model | null): ReadonlyMap<string, string> {
  if (model?.page === "fleets")
    return new Map(model.rows.map(({ id, state }) => [id, stateMarks[state].word]));
  if (model?.page === "fleet") return new Map([[model.id, model.said.sentence]]);
  if (model?.page === "run") return new Map([[model.fleet, model.said.sentence]]);
  return new Map();
}
