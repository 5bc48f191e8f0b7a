import type { Leave, Start } from "../../../../src/domain/decide/decide.ts";
import type { FleetState } from "../../../../src/domain/decide/fleet-state.ts";
import { DAY, HOUR, launchedBefore, named, NEW, NOW } from "./states.ts";

type Starts = Pick<Start, "target" | "reason" | "replaces" | "attempt"> & {
  readonly serves: readonly string[];
};
type Expected =
  | ({ readonly act: "start" } & Starts)
  | (Pick<Leave, "because" | "nextAt"> & { readonly act: "leave" });

/** A row: its title, which docs/design.md has too ("What is decided"), the state, and what is decided. */
export type Row = readonly [title: string, state: FleetState, expected: Expected];

export const leave = (because: Leave["because"], nextAt: number | null = null): Expected => ({
  act: "leave",
  because,
  nextAt,
});

export const start = (image: string, serves: readonly string[], special: Partial<Starts> = {}): Expected => ({
  act: "start",
  target: { image, templateVersion: 7 },
  reason: "image",
  replaces: 4,
  attempt: 0,
  serves,
  ...special,
});

export const refused = (image: string, since = NOW - DAY) => ({
  image,
  templateVersion: 7,
  since,
  by: "ada",
  reason: "wrong image",
});
export const quarantined = new Map([[NEW, "5xx answers"]]);
export const news = { named: named(NEW) };
export const force = launchedBefore(NOW - HOUR);
export const FORCED = `launched-before ${NOW - HOUR}`;
