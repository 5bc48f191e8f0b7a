import type { Message } from "../../wire/messages.ts";
import { silentSeconds } from "./clock.ts";
import { readStream } from "./read-stream.ts";
import { forgetToken } from "./session.ts";
import { change, currentState, take } from "./store.ts";

/** What tabs of one browser say to each other. */
type Word =
  | { readonly kind: "shows"; readonly tab: string; readonly path: string | null }
  | { readonly kind: "who" }
  | { readonly kind: "message"; readonly message: Message }
  | { readonly kind: "lost" };

const channel = new BroadcastChannel("moult-stream");
const TAB = crypto.randomUUID();
const AGAIN_MS = 1000;
const STALE_SECONDS = 15;
/** A tab that nobody looks at lets go after this, so that nothing is read for nobody. */
const HIDDEN_MS = 30_000;

/** What each tab shows, by tab: read by the one that has the stream. */
const shown = new Map<string, string>();
let own: string | null = null;
let restart: (() => void) | undefined;
let letGo: (() => void) | undefined;

const say = (word: Word): void => channel.postMessage(word);

/** This tab shows a page: its messages come from now on, whichever tab has the stream. */
export function show(path: string | null): void {
  own = path;
  noteShown(TAB, path);
  say({ kind: "shows", tab: TAB, path });
}

function noteShown(tab: string, path: string | null): void {
  if (shown.get(tab) === (path ?? undefined)) return;
  if (path === null) shown.delete(tab);
  else shown.set(tab, path);
  restart?.();
}

channel.addEventListener("message", ({ data }: MessageEvent<Word>) => {
  if (data.kind === "shows") {
    noteShown(data.tab, data.path);
    // Who comes new is told at once what is shown already, by a stream that begins anew.
  } else if (data.kind === "who") say({ kind: "shows", tab: TAB, path: own });
  else if (data.kind === "message") take(data.message);
  else if (currentState().line === "live") change({ line: "lost" });
});

/** Keeps this tab's line: the stream itself, or what the tab that has it hands on. */
export function keepLine(): void {
  setInterval(() => {
    const { line } = currentState();
    if (silentSeconds() <= STALE_SECONDS || (line !== "live" && line !== "lost")) return;
    change({ line: "stale" });
    // What slept holds a stream that nobody speaks at the other end of: another is opened at once.
    restart?.();
  }, 1000);
  let timer: ReturnType<typeof setTimeout> | undefined;
  document.addEventListener("visibilitychange", () => {
    clearTimeout(timer);
    if (document.visibilityState === "visible") {
      show(own ?? location.pathname);
      void lead();
    } else
      timer = setTimeout(() => {
        noteShown(TAB, null);
        say({ kind: "shows", tab: TAB, path: null });
        letGo?.();
      }, HIDDEN_MS);
  });
  addEventListener("pagehide", () => say({ kind: "shows", tab: TAB, path: null }));
  void lead();
}

let leading = false;

/** Waits for the one stream of this browser, and reads it until this tab is hidden. */
async function lead(): Promise<void> {
  if (leading) return;
  leading = true;
  const left = new AbortController();
  letGo = () => left.abort();
  await navigator.locks
    .request("moult-stream", { signal: left.signal }, () => stream(left.signal))
    .catch(() => undefined);
  leading = false;
}

async function stream(left: AbortSignal): Promise<void> {
  say({ kind: "who" });
  while (!left.aborted) {
    const pages = [...new Set(shown.values())];
    const again = new AbortController();
    restart = () => again.abort();
    const signal = AbortSignal.any([left, again.signal]);
    const status = pages.length === 0 ? 0 : await readStream(pages, signal, handOn);
    if (status === 401) return noKey();
    if (again.signal.aborted) continue;
    if (currentState().line === "live") change({ line: "lost" });
    say({ kind: "lost" });
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
}

function handOn(message: Message): void {
  take(message);
  say({ kind: "message", message });
}

/** The server was started anew, or its twelve hours are over. */
function noKey(): void {
  forgetToken();
  change({
    line: "no-key",
    keyWords:
      "This session is over. Open the link that the terminal of moult dashboard shows; Enter there makes a new one.",
  });
}
