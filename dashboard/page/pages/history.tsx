import { useState } from "preact/hooks";
import type { HistoryModel } from "../../wire/models.ts";
import type { EntryModel } from "../../wire/run-model.ts";
import { isoOf, save } from "../export/save.ts";
import { Entries } from "../parts/entries.tsx";
import { go, useAddress, withQuery } from "../router.ts";

const KINDS = ["decision", "call", "evidence", "hold", "event"] as const;
const PAGE = 60;

/** Who or what changed a fleet, when, why and with which evidence. */
export function HistoryPage({ model }: { readonly model: HistoryModel }) {
  const { query } = useAddress();
  const kinds = new Set((query.get("kind") ?? "decision,call").split(","));
  const who = query.get("who") ?? "";
  const [shown, showMore] = useState(PAGE);
  const entries = model.entries.filter(
    ({ kind, by, reason, action, subject }) =>
      kinds.has(kind) &&
      `${by} ${reason} ${action} ${subject ?? ""}`.toLowerCase().includes(who.toLowerCase()),
  );
  return (
    <>
      <div class="head">
        <h1 tabIndex={-1}>History</h1>
        <Exports entries={entries} />
      </div>
      <Filters model={model} kinds={kinds} who={who} />
      <p class="muted" role="status">
        {entries.length} entries{entries.length > shown && `, the newest ${shown} of them shown`}
        {model.entries.length >= model.most && `; older ones: moult history <fleet> --limit <number>`}
      </p>
      {entries.length === 0 ? (
        <p class="notice">
          Nothing matches. <a href="/history">Clear the filter</a>
        </p>
      ) : (
        <Entries entries={entries.slice(0, shown)} showFleet={model.fleet === null} />
      )}
      {entries.length > shown && (
        <button type="button" onClick={() => showMore(shown + PAGE)}>
          Show more
        </button>
      )}
    </>
  );
}

const Exports = ({ entries }: { readonly entries: readonly EntryModel[] }) => (
  <span class="buttons">
    <button type="button" class="quiet" onClick={() => save("history", "csv", entries.map(exported))}>
      CSV
    </button>
    <button type="button" class="quiet" onClick={() => save("history", "json", entries.map(exported))}>
      JSON
    </button>
    <button type="button" class="quiet" onClick={() => print()}>
      Print
    </button>
  </span>
);

interface Filtering {
  readonly model: HistoryModel;
  readonly kinds: ReadonlySet<string>;
  readonly who: string;
}

function Filters({ model, kinds, who }: Filtering) {
  const { query } = useAddress();
  const run = query.get("run");
  return (
    <div class="filter">
      <label>
        Fleet{" "}
        <select value={model.fleet ?? ""} onChange={(event) => go(toFleet(event.currentTarget.value))}>
          <option value="">all</option>
          {model.fleets.map((fleet) => (
            <option key={fleet} value={fleet}>
              {fleet}
            </option>
          ))}
        </select>
      </label>
      {run !== null && (
        <a class="chip" href={`/history?fleet=${model.fleet ?? ""}`}>
          run {run} <span class="sr">(all runs)</span> ×
        </a>
      )}
      <Kinds kinds={kinds} />
      <label>
        <span class="sr">Who, or words</span>
        <input
          type="search"
          data-filter
          value={who}
          placeholder="who, or words"
          onInput={(event) => go(withQuery("who", event.currentTarget.value), { replace: true })}
        />
      </label>
    </div>
  );
}

function Kinds({ kinds }: { readonly kinds: ReadonlySet<string> }) {
  const toggle = (kind: string): void => {
    const next = new Set(kinds);
    if (!next.delete(kind)) next.add(kind);
    go(withQuery("kind", [...next].join(",") || "none"), { replace: true });
  };
  return (
    <fieldset>
      <legend class="sr">Kinds of entry</legend>
      {KINDS.map((kind) => (
        <label key={kind} class="check">
          <input type="checkbox" checked={kinds.has(kind)} onChange={() => toggle(kind)} /> {kind}
        </label>
      ))}
    </fieldset>
  );
}

function toFleet(fleet: string): string {
  const query = new URLSearchParams(location.search);
  query.delete("run");
  if (fleet === "") query.delete("fleet");
  else query.set("fleet", fleet);
  return query.size === 0 ? "/history" : `/history?${query.toString()}`;
}

const exported = ({ at, fleet, run, phase, kind, action, subject, by, reason, evidence }: EntryModel) => ({
  at: isoOf(at),
  fleet,
  run,
  phase,
  kind,
  action,
  subject,
  by,
  reason,
  evidence,
});
