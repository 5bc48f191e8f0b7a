import { explainedStates } from "../../src/domain/explain/explanation.ts";
import { lookMarks } from "../wire/marks.ts";
import type { ServerLook } from "../wire/servers-model.ts";
import { LookMark, StateMark } from "./parts/glyph.tsx";
import { set, useSettings } from "./settings.ts";

const KEYS = [
  ["/", "to the filter"],
  ["g then f, c, h or b", "fleets, calendar, history, brakes"],
  ["j, k and Enter", "rows of a list"],
  ["arrows, Home, End", "servers of the grid"],
  ["n, p", "the next odd server, the one before"],
  [".", "to the first action"],
  ["t", "local time or UTC"],
  ["?", "this"],
] as const;

/** Opens the help, which is in the page all the time. */
export function showHelp(): void {
  document.querySelector<HTMLDialogElement>("#help")?.showModal();
}

/** Keys, and what every shape means. No key acts on AWS. */
export const Help = () => (
  <dialog id="help" aria-labelledby="help-title">
    <h2 id="help-title">Help</h2>
    <Keys />
    <Shapes />
    <p class="muted">A mark in the corner of a server: something was found about it (age, drift, access).</p>
    <form method="dialog">
      <button type="submit">Close</button>
    </form>
  </dialog>
);

function Keys() {
  const { keys } = useSettings();
  return (
    <>
      <dl class="keys">
        {KEYS.map(([key, does]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <label class="check">
        <input
          type="checkbox"
          checked={keys}
          onChange={(event) => set({ keys: event.currentTarget.checked })}
        />{" "}
        Keys are heard
      </label>
    </>
  );
}

const Shapes = () => (
  <>
    <h3>Fleets and runs</h3>
    <ul class="legend">
      {explainedStates.map((state) => (
        <li key={state}>
          <StateMark state={state} />
        </li>
      ))}
    </ul>
    <h3>Servers</h3>
    <ul class="legend">
      {Object.keys(lookMarks).map((look) => (
        <li key={look}>
          <LookMark look={look as ServerLook} />
        </li>
      ))}
    </ul>
  </>
);
