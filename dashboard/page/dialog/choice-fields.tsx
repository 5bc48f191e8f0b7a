import type { Choices } from "../../wire/acts.ts";
import type { Chosen } from "./use-preview.ts";

interface Choosing {
  readonly choices: Choices;
  readonly chosen: Chosen;
  readonly onChoose: (chosen: Chosen) => void;
}

/** What is chosen before one reads what it does. */
export const ChoiceFields = ({ choices: { item, option }, chosen, onChoose }: Choosing) => (
  <div class="fields">
    {item !== null && (
      <label>
        {item}
        <input
          value={chosen.item}
          maxLength={64}
          autocomplete="off"
          spellcheck={false}
          onInput={(event) => onChoose({ ...chosen, item: event.currentTarget.value })}
        />
      </label>
    )}
    {option !== null && (
      <label class="check">
        <input
          type="checkbox"
          checked={chosen.option}
          onChange={(event) => onChoose({ ...chosen, option: event.currentTarget.checked })}
        />
        {option}
      </label>
    )}
  </div>
);
