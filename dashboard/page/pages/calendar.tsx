import { useState } from "preact/hooks";
import type { CalendarModel, CalendarRunModel } from "../../wire/models.ts";
import { isoOf, save } from "../export/save.ts";
import { dayWords, lengthWords, Time, zoneName } from "../parts/time.tsx";
import { go, useAddress, withQuery } from "../router.ts";
import { useMedia } from "../parts/use-media.ts";
import { saveIcs } from "../export/save-ics.ts";

type Fleet = CalendarModel["fleets"][number];
type Day = CalendarModel["days"][number];

/** Two weeks: when what is replaced, what stops it, and what it costs to run double. */
export function CalendarPage({ model }: { readonly model: CalendarModel }) {
  const { query } = useAddress();
  // Two weeks side by side are not to be read on a telephone.
  const isNarrow = useMedia("(width < 900px)");
  const isList = isNarrow || query.get("view") === "list";
  const onlyChanges = query.get("fleets") !== "all";
  const fleets = model.fleets.filter(({ runs, held }) => !onlyChanges || runs.length > 0 || held !== null);
  return (
    <>
      <div class="head">
        <h1 tabIndex={-1}>Calendar</h1>
        <Buttons model={model} isList={isNarrow ? null : isList} onlyChanges={onlyChanges} />
      </div>
      <p class="muted">
        The next two weeks, if nobody changes anything. Days of {model.zone}.
        {model.dollars !== null &&
          ` Running double costs about $${model.dollars.toFixed(2)} (${model.prices ?? "given prices"}).`}
      </p>
      {model.fault !== null && <p class="notice attention">{model.fault}</p>}
      {fleets.length === 0 ? (
        <p class="notice">Nothing is expected to be replaced in these two weeks.</p>
      ) : isList ? (
        <Listed fleets={fleets} />
      ) : (
        <Grid days={model.days} fleets={fleets} />
      )}
    </>
  );
}

interface Choosing {
  readonly model: CalendarModel;
  /** Null: there is no choice. */
  readonly isList: boolean | null;
  readonly onlyChanges: boolean;
}

const Buttons = ({ model, isList, onlyChanges }: Choosing) => (
  <span class="buttons">
    {isList !== null && (
      <button
        type="button"
        class="quiet"
        aria-pressed={isList}
        onClick={() => go(withQuery("view", isList ? "" : "list"))}
      >
        List
      </button>
    )}
    <button
      type="button"
      class="quiet"
      aria-pressed={onlyChanges}
      onClick={() => go(withQuery("fleets", onlyChanges ? "all" : ""))}
    >
      With changes only
    </button>
    <button type="button" class="quiet" onClick={() => saveIcs(model)}>
      ICS
    </button>
    <button
      type="button"
      class="quiet"
      onClick={() => save("calendar", "csv", model.fleets.flatMap(exported))}
    >
      CSV
    </button>
  </span>
);

const exported = ({ id, runs }: Fleet) =>
  runs.map(({ at, what, servers, seconds, dollars }) => ({
    fleet: id,
    at: isoOf(at),
    what,
    servers,
    seconds,
    dollars,
  }));

/** Whether windows and freezes let anything begin in a day; beyond the stretches that are known it is taken to be open. */
const isClosed = ({ open }: Fleet, { from, to }: Day): boolean => {
  const last = open.at(-1);
  if (last === undefined) return true;
  return from < last.to && !open.some((stretch) => stretch.from < to && stretch.to > from);
};

const startIn = (runs: readonly CalendarRunModel[], { from, to }: Day): readonly CalendarRunModel[] =>
  runs.filter(({ at }) => at >= from && at < to);

function Grid({ days, fleets }: { readonly days: readonly Day[]; readonly fleets: readonly Fleet[] }) {
  const [chosen, choose] = useState<{ readonly fleet: string; readonly run: CalendarRunModel } | null>(null);
  return (
    <>
      <div class="scroll" role="region" aria-label="Calendar by day" tabIndex={0}>
        <table class="calendar">
          <thead>
            <tr>
              <th scope="col">Fleet</th>
              {days.map(({ id, from }) => (
                <th key={id} scope="col">
                  {dayWords(from + 43_200_000).split(",")[0]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {fleets.map((fleet) => (
              <Row
                key={fleet.id}
                fleet={fleet}
                days={days}
                onChoose={(run) => choose({ fleet: fleet.id, run })}
              />
            ))}
          </tbody>
        </table>
      </div>
      <p class="muted key-line">
        <span class="day-closed key" aria-hidden="true" /> closed by a window or a freeze · a number is how
        many servers are replaced
      </p>
      <div role="status">{chosen !== null && <Run fleet={chosen.fleet} run={chosen.run} />}</div>
    </>
  );
}

interface Choices {
  readonly fleet: Fleet;
  readonly days: readonly Day[];
  readonly onChoose: (run: CalendarRunModel) => void;
}

const Row = ({ fleet, days, onChoose }: Choices) => (
  <tr>
    <th scope="row">
      <a href={`/fleets/${fleet.id}`} data-row>
        {fleet.id}
      </a>
    </th>
    {days.map((day) => (
      <DayCell key={day.id} day={day} fleet={fleet} onChoose={onChoose} />
    ))}
  </tr>
);

interface Cell {
  readonly day: Day;
  readonly fleet: Fleet;
  readonly onChoose: (run: CalendarRunModel) => void;
}

function DayCell({ day, fleet, onChoose }: Cell) {
  const runs = startIn(fleet.runs, day);
  if (runs.length === 0) {
    const closed = isClosed(fleet, day);
    return <td class={closed ? "day-closed" : "day"}>{closed && <span class="sr">closed</span>}</td>;
  }
  return (
    <td class="day">
      {runs.map((run) => (
        <button
          key={run.id}
          type="button"
          class="day-run"
          aria-label={`${fleet.id}, ${dayWords(run.at)}: ${run.servers ?? "all"} servers`}
          onClick={() => onChoose(run)}
        >
          {run.servers ?? "all"}
        </button>
      ))}
    </td>
  );
}

const Run = ({ fleet, run }: { readonly fleet: string; readonly run: CalendarRunModel }) => (
  <div class="notice">
    <p>
      <strong>{fleet}</strong>, <Time at={run.at} relative={false} /> {zoneName()}: {run.what}
    </p>
    <p class="muted">
      {run.servers ?? "all"} servers, about {lengthWords(run.seconds * 1000)}
      {run.dollars !== null && `, $${run.dollars.toFixed(2)}`}
    </p>
  </div>
);

const Listed = ({ fleets }: { readonly fleets: readonly Fleet[] }) => (
  <ul class="cards wide">
    {fleets
      .flatMap(({ id, runs }) => runs.map((run) => ({ id, run })))
      .toSorted((a, b) => a.run.at - b.run.at)
      .map(({ id, run }) => (
        <li key={`${id} ${run.id}`}>
          <p>
            <Time at={run.at} relative={false} />{" "}
            <a href={`/fleets/${id}`} data-row>
              {id}
            </a>{" "}
            {run.servers ?? "all"} servers
          </p>
          <p class="muted">{run.what}</p>
        </li>
      ))}
    {fleets
      .filter(({ held }) => held !== null)
      .map(({ id, held }) => (
        <li key={`${id} held`}>
          <p>
            <a href={`/fleets/${id}`}>{id}</a> is due and held: {held}
          </p>
        </li>
      ))}
  </ul>
);
