import { useEffect, useState } from "preact/hooks";
import type { Fault, Message, Place } from "../../wire/messages.ts";
import type { Model } from "../../wire/models.ts";
import { type Json, patched } from "../../wire/patch.ts";
import { heard, setServerTime } from "./clock.ts";

/** What is known of one page. */
export interface Known {
  readonly model: Model | null;
  readonly fault: Fault | null;
  readonly readAt: number;
}

/** How the stream is: `lost` is tried again, `stale` was lost for too long to be believed. */
export type Line = "opening" | "live" | "lost" | "stale" | "no-key";

interface State {
  readonly place: Place | null;
  readonly line: Line;
  /** Why there is no key; empty: there is one. */
  readonly keyWords: string;
  readonly pages: Readonly<Record<string, Known>>;
}

let state: State = { place: null, line: "opening", keyWords: "", pages: {} };
const listeners = new Set<() => void>();

export const currentState = (): State => state;

export function change(next: Partial<State>): void {
  state = { ...state, ...next };
  for (const listener of listeners) listener();
}

function onChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The state, for a component that is drawn again with each change of it. */
export function useStore(): State {
  const [seen, see] = useState(state);
  useEffect(() => onChange(() => see(state)), []);
  return seen;
}

/** Pages that were looked at are kept, so that Back shows them at once; not those of a whole day. */
const MOST_PAGES = 12;

const UNKNOWN: Known = { model: null, fault: null, readAt: 0 };

/** What one page knows; nothing yet: an empty thing. */
export const knownAt = ({ pages }: State, path: string): Known => pages[path] ?? UNKNOWN;

/** Takes in one message of the stream. */
export function take(message: Message): void {
  heard();
  if (message.kind === "hello") {
    setServerTime(message.now, message.place.speed);
    change({ place: message.place, line: "live" });
    return;
  }
  if (message.kind === "beat") {
    setServerTime(message.now);
    const pages = { ...state.pages };
    for (const [path, readAt] of Object.entries(message.read)) {
      const known = pages[path];
      if (known !== undefined) pages[path] = { ...known, readAt };
    }
    change({ line: "live", pages });
    return;
  }
  const known = state.pages[message.path] ?? UNKNOWN;
  change({ line: "live", pages: withPage(state.pages, message.path, next(known, message)) });
}

/** What was told of last is the last: those of before are forgotten first. */
function withPage(pages: State["pages"], path: string, known: Known): State["pages"] {
  const others = Object.entries(pages).filter(([key]) => key !== path);
  return Object.fromEntries([...others.slice(1 - MOST_PAGES), [path, known]]);
}

function next(known: Known, message: Exclude<Message, { readonly kind: "hello" | "beat" }>): Known {
  if (message.kind === "fault") return { ...known, fault: message.fault };
  const { readAt } = message;
  if (message.kind === "model") return { model: message.model, fault: null, readAt };
  if (known.model === null) return known;
  const model = patched(known.model as unknown as Json, message.patch) as unknown as Model;
  return { model, fault: null, readAt };
}
