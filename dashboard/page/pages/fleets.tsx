import { type ExplainedState, explainedStates, stateMarks } from "../../../src/domain/explain/explanation.ts";
import type { FleetRowModel, FleetsModel } from "../../wire/models.ts";
import { isoOf, save } from "../export/save.ts";
import { StateMark } from "../parts/glyph.tsx";
import { Offers } from "../parts/offers.tsx";
import { ShortId } from "../parts/short-id.tsx";
import { Ends, Ticking } from "../parts/time.tsx";
import { useWindow } from "../parts/use-window.ts";
import { Words } from "../parts/words.tsx";
import { go, useAddress, withQuery } from "../router.ts";

/** All fleets, those first that need somebody: counters that filter, and a table. */
export function FleetsPage({ model }: { readonly model: FleetsModel }) {
  const { query } = useAddress();
  const chosen = new Set((query.get("state") ?? "").split(",").filter((each) => each !== ""));
  const text = query.get("q") ?? "";
  const rows = model.rows.filter((row) => (chosen.size === 0 || chosen.has(row.state)) && hasText(row, text));
  return (
    <>
      <div class="head">
        <h1 tabIndex={-1}>Fleets</h1>
        <Offers offers={model.offers} />
      </div>
      <Counters rows={model.rows} chosen={chosen} />
      <Filter text={text} shown={rows.length} all={model.rows.length} rows={rows} />
      {model.rows.length === 0 ? (
        <NoFleet />
      ) : rows.length === 0 ? (
        <NothingMatches />
      ) : (
        <FleetTable rows={rows} />
      )}
    </>
  );
}

const hasText = (row: FleetRowModel, text: string): boolean =>
  text
    .toLowerCase()
    .split(/\s+/)
    .every((word) =>
      `${row.id} ${row.state} ${row.sentence} ${row.image ?? ""}`.toLowerCase().includes(word),
    );

const NoFleet = () => (
  <p class="notice">
    No fleet is declared in this ledger. Declare one with <code>moult fleet apply web.yml</code>.
  </p>
);

const NothingMatches = () => (
  <p class="notice">
    Nothing matches. <a href="/">Clear the filter</a>
  </p>
);

function Counters({
  rows,
  chosen,
}: {
  readonly rows: readonly FleetRowModel[];
  readonly chosen: ReadonlySet<string>;
}) {
  const counts = new Map<ExplainedState, number>();
  for (const { state } of rows) counts.set(state, (counts.get(state) ?? 0) + 1);
  const toggle = (state: ExplainedState): void => {
    const next = new Set(chosen);
    if (!next.delete(state)) next.add(state);
    go(withQuery("state", [...next].join(",")));
  };
  return (
    <ul class="counters" aria-label="Show only fleets that are">
      {explainedStates
        .filter((state) => counts.has(state) || chosen.has(state))
        .map((state) => (
          <li key={state}>
            <button
              type="button"
              class="counter"
              aria-pressed={chosen.has(state)}
              onClick={() => toggle(state)}
            >
              <StateMark state={state} word={`${counts.get(state) ?? 0} ${stateMarks[state].word}`} />
            </button>
          </li>
        ))}
    </ul>
  );
}

interface Filtering {
  readonly text: string;
  readonly shown: number;
  readonly all: number;
  readonly rows: readonly FleetRowModel[];
}

const Filter = ({ text, shown, all, rows }: Filtering) => (
  <div class="filter">
    <label>
      <span class="sr">Filter by name, state, image or words</span>
      <input
        type="search"
        data-filter
        value={text}
        placeholder="Filter: name, state, image, words"
        onInput={(event) => go(withQuery("q", event.currentTarget.value), { replace: true })}
      />
    </label>
    <span class="muted" role="status">
      {shown === all ? `${all} fleets` : `${shown} of ${all} fleets`}, sorted by need, then name
    </span>
    <span class="buttons">
      <button type="button" class="quiet" onClick={() => save("fleets", "csv", rows.map(exported))}>
        CSV
      </button>
      <button type="button" class="quiet" onClick={() => save("fleets", "json", rows.map(exported))}>
        JSON
      </button>
    </span>
  </div>
);

const exported = ({ id, state, sentence, since, endsAt, image, generation }: FleetRowModel) => ({
  fleet: id,
  state,
  sentence,
  since: since === null ? null : isoOf(since),
  endsAt: endsAt === null ? null : isoOf(endsAt),
  image,
  generation,
});

/** Above this only what can be seen is in the page: building two thousand rows takes 281 ms, forty take 5. */
const MOST_WHOLE = 100;

function FleetTable({ rows }: { readonly rows: readonly FleetRowModel[] }) {
  const isWindowed = rows.length > MOST_WHOLE;
  const { first, last, before, after, body } = useWindow(rows.length, isWindowed);
  return (
    <table
      class={isWindowed ? "fleets windowed" : "fleets"}
      role="table"
      aria-label="Fleets"
      aria-rowcount={rows.length + 1}
    >
      <thead role="rowgroup">
        <tr role="row" aria-rowindex={1}>
          {["State", "Fleet", "Why, and what ends it", "Ends", "Image", "Gen"].map((head) => (
            <th key={head} role="columnheader" scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup" ref={body}>
        <Space rows={before} />
        {rows.slice(first, last).map((row, index) => (
          <FleetLine key={row.id} row={row} at={first + index + 2} />
        ))}
        <Space rows={after} />
      </tbody>
    </table>
  );
}

/** The room of rows that are not in the page: its height is set by the script, as the policy forbids a style attribute in the document. */
const Space = ({ rows }: { readonly rows: number }) =>
  rows === 0 ? null : (
    <tr class="space" aria-hidden="true" style={{ height: `calc(var(--row) * ${rows})` }} />
  );

const FleetLine = ({ row, at }: { readonly row: FleetRowModel; readonly at: number }) => (
  <tr role="row" aria-rowindex={at} class={`state-${row.state}`}>
    <td role="cell" class="c-state">
      <StateMark state={row.state} />
      {row.since !== null && (
        <span class="muted small">
          <Ticking at={row.since} />
        </span>
      )}
    </td>
    <th role="rowheader" scope="row" class="c-name">
      <a href={`/fleets/${row.id}`} data-row>
        {row.id}
      </a>
    </th>
    <td role="cell" class="c-why">
      <span class="clamp" title={row.sentence}>
        <Words text={row.sentence} />
      </span>
      <Offers offers={row.offers} />
      {row.run !== null && (
        <a class="small" href={`/fleets/${row.id}/runs/${row.run}`}>
          the run of {row.id}
        </a>
      )}
    </td>
    <td role="cell" class="c-ends" data-name="ends">
      {row.endsAt === null ? <span class="muted">–</span> : <Ends at={row.endsAt} />}
    </td>
    <td role="cell" class="c-image" data-name="image">
      {row.image === null ? "–" : <ShortId id={row.image} />}
    </td>
    <td role="cell" class="c-gen" data-name="generation">
      {row.generation === null ? "–" : `g${row.generation}`}
    </td>
  </tr>
);
