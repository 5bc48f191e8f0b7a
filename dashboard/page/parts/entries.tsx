import type { EntryModel } from "../../wire/run-model.ts";
import { ShortId } from "./short-id.tsx";
import { Time } from "./time.tsx";

/** Lines of the history; evidence unfolds. */
export const Entries = ({
  entries,
  showFleet,
}: {
  readonly entries: readonly EntryModel[];
  readonly showFleet: boolean;
}) => (
  <ol class="entries">
    {entries.map((entry) => (
      <Entry key={entry.id} entry={entry} showFleet={showFleet} />
    ))}
  </ol>
);

const Entry = ({ entry, showFleet }: { readonly entry: EntryModel; readonly showFleet: boolean }) => (
  <li class={`entry ${entry.kind}`}>
    <span class="entry-at">
      <Time at={entry.at} relative={false} />
    </span>
    <span class="entry-what">
      <span class="kind">{entry.kind}</span>
      {showFleet &&
        (entry.fleet === null ? (
          <strong>all fleets</strong>
        ) : (
          <a href={`/fleets/${entry.fleet}`}>{entry.fleet}</a>
        ))}
      {entry.phase !== null && <span class="muted">{entry.phase}</span>}
      <strong class="breaks">{entry.action}</strong>
      {entry.subject !== null && <ShortId id={entry.subject} />}
    </span>
    <span class="entry-why breaks">{entry.reason}</span>
    <span class="entry-by muted breaks">by {entry.by}</span>
    {entry.evidence !== null && (
      <details>
        <summary>Evidence</summary>
        <pre tabIndex={0}>{entry.evidence}</pre>
      </details>
    )}
  </li>
);
