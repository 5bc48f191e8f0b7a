import { useEffect, useRef } from "preact/hooks";
import type { Model } from "../wire/models.ts";
import { pathOf, type Shown, shownAt } from "../wire/pages.ts";
import { ConsentDialog } from "./dialog/consent-dialog.tsx";
import { forgetDone, useDialog } from "./dialog/dialog-state.ts";
import { Header } from "./header.tsx";
import { Help } from "./help.tsx";
import { show } from "./line/line.ts";
import { CalendarPage } from "./pages/calendar.tsx";
import { BrakesPage } from "./pages/brakes.tsx";
import { FleetPage } from "./pages/fleet.tsx";
import { FleetsPage } from "./pages/fleets.tsx";
import { HistoryPage } from "./pages/history.tsx";
import { RunPage } from "./pages/run.tsx";
import { clockWords } from "./parts/time.tsx";
import { Speaker } from "./speaker.tsx";
import { useAddress } from "./router.ts";
import { type Known, knownAt, type Line, useStore } from "./line/store.ts";
import { FaultNotice, Waiting } from "./parts/notices.tsx";

/** The frame of every page. */
export function App() {
  const { path, query } = useAddress();
  const shown = shownAt(query.size === 0 ? path : `${path}?${query.toString()}`);
  const key = shown === null ? null : pathOf(shown);
  const state = useStore();
  const known = key === null ? null : knownAt(state, key);
  useEffect(() => show(key), [key]);
  useTitle(shown, state.line, known?.model != null);
  return (
    <>
      <Header shown={shown} />
      <main id="main" class={state.line === "stale" ? "stale" : undefined}>
        <Done />
        {state.line === "no-key" ? (
          <section>
            <h1 tabIndex={-1}>No key</h1>
            <p class="notice attention">{state.keyWords}</p>
          </section>
        ) : known === null || shown === null ? (
          <NotThere />
        ) : (
          <Page known={known} shown={shown} />
        )}
      </main>
      <Speaker model={known?.model ?? null} />
      <ConsentDialog />
      <Help />
    </>
  );
}

/** The page's title says what is shown, and whether it is of now; the heading is focused where another page is come to. */
function useTitle(shown: Shown | null, line: Line, isRead: boolean): void {
  const name = shown === null ? "not found" : titleOf(shown);
  const first = useRef(true);
  useEffect(() => {
    document.title = `${line === "stale" || line === "no-key" ? "? " : ""}${name} · moult`;
  }, [name, line]);
  useEffect(() => {
    if (!first.current) document.querySelector<HTMLElement>("h1")?.focus({ preventScroll: true });
    first.current = false;
    // Where the page is read only after that, its heading is another one.
  }, [name, isRead]);
}

function titleOf(shown: Shown): string {
  if (shown.page === "fleet") return shown.fleet;
  if (shown.page === "run") return `${shown.fleet} run`;
  if (shown.page === "history" && shown.fleet !== null) return `history of ${shown.fleet}`;
  return shown.page;
}

const NotThere = () => (
  <section>
    <h1 tabIndex={-1}>There is no such page</h1>
    <p>
      <a href="/">All fleets</a> · <a href="/history">the history</a>
    </p>
  </section>
);

function Page({ known, shown }: { readonly known: Known; readonly shown: Shown }) {
  const { model, fault } = known;
  if (model === null)
    return fault === null ? (
      <Waiting title={titleOf(shown)} />
    ) : (
      <FaultNotice fault={fault} title={titleOf(shown)} />
    );
  return (
    <>
      {fault !== null && <FaultNotice fault={fault} readAt={known.readAt} />}
      <Body model={model} />
    </>
  );
}

function Body({ model }: { readonly model: Model }) {
  switch (model.page) {
    case "fleets":
      return <FleetsPage model={model} />;
    case "fleet":
      return <FleetPage model={model} />;
    case "run":
      return <RunPage model={model} />;
    case "history":
      return <HistoryPage model={model} />;
    case "brakes":
      return <BrakesPage model={model} />;
    case "calendar":
      return <CalendarPage model={model} />;
  }
}

/** What was asked last: that it was asked, and not that it is done already. */
function Done() {
  const { done } = useDialog();
  return (
    <div role="status">
      {done !== null && (
        <p class="notice ok">
          Asked {clockWords(done.at)} by {done.by}: {done.words}.{" "}
          <button type="button" class="quiet" onClick={forgetDone}>
            Close
          </button>
        </p>
      )}
    </div>
  );
}
