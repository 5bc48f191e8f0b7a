import { pathOf, type Shown } from "../wire/pages.ts";
import { silentSeconds } from "./line/clock.ts";
import { zoneName, useTick } from "./parts/time.tsx";
import { set, useSettings } from "./settings.ts";
import { useStore } from "./line/store.ts";
import { showHelp } from "./help.tsx";

const PAGES = [
  ["Fleets", "/"],
  ["Calendar", "/calendar"],
  ["History", "/history"],
  ["Brakes", "/brakes"],
] as const;

/** Where this is, who looks, how old what is shown is, and the pages. */
export function Header({ shown }: { readonly shown: Shown | null }) {
  const { place } = useStore();
  const at = shown === null ? null : pathOf(shown).split("?")[0];
  const isOf = (path: string): boolean =>
    at === path || (path === "/" && at?.startsWith("/fleets/") === true);
  return (
    <header class="top">
      <a class="skip" href="#main" onClick={skip}>
        Skip to the content
      </a>
      <div class="where">
        <a href="/" class="brand">
          moult
        </a>
        {place !== null && (
          <span class="place">
            <strong>{place.account ?? "account unknown"}</strong> · {place.region} · {place.ledger}
            {place.endpoint !== null && ` · ${place.endpoint}`} · {place.who}
            {place.readOnly && <span class="mark attention outlined"> looks only</span>}
          </span>
        )}
        <LineMark />
      </div>
      <nav aria-label="Pages">
        <ul>
          {PAGES.map(([name, path]) => (
            <li key={path}>
              <a href={path} aria-current={isOf(path) ? "page" : undefined}>
                {name}
              </a>
            </li>
          ))}
        </ul>
        <Switches />
      </nav>
    </header>
  );
}

function skip(event: Event): void {
  event.preventDefault();
  document.querySelector<HTMLElement>("h1")?.focus();
}

const LINES = {
  opening: "opening",
  lost: "reconnecting",
  stale: "stale",
  "no-key": "no key",
} as const;

/** Whether what is shown is of now. */
function LineMark() {
  const { line } = useStore();
  useTick();
  const seconds = Math.round(silentSeconds());
  const words =
    line === "live"
      ? `live, heard ${seconds} s ago`
      : line === "stale"
        ? `stale for ${seconds} s`
        : LINES[line];
  return (
    <span class={`line-mark mark ${line === "live" ? "ok plain" : "attention outlined"}`}>
      <i class="glyph" data-g={line === "live" ? "steady" : "pending"} aria-hidden="true" />{" "}
      <span>{words}</span>
    </span>
  );
}

function Switches() {
  const { theme, zone } = useSettings();
  const nextTheme = theme === "auto" ? "dark" : theme === "dark" ? "light" : "auto";
  return (
    <div class="switches">
      <button type="button" class="quiet" onClick={() => set({ zone: zone === "UTC" ? "local" : "UTC" })}>
        {zone === "UTC" ? "UTC" : zoneName()} <span class="sr">time, change the zone</span>
      </button>
      <button type="button" class="quiet" onClick={() => set({ theme: nextTheme })}>
        {theme} <span class="sr">theme, change it</span>
      </button>
      <button type="button" class="quiet" onClick={showHelp}>
        <span aria-hidden="true">?</span> <span class="sr">Help and keys</span>
      </button>
    </div>
  );
}
