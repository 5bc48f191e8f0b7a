import { unfreezeCommand } from "../outbox/proposed-commands.ts";
import { explainedStates, type ExplainedState, type Explanation, stateMarks } from "./explanation.ts";
import { type FleetSummary } from "./fleet-summary.ts";
import { type FreezeFacts, frozenWords } from "./fleet/frozen-words.ts";
import { explanationOf } from "./said.ts";

/** A fleet in a list of all: what was written of it, as it is to be read now. */
export interface BoardRow extends FleetSummary {
  readonly tone: Explanation["tone"];
  /** What was to end by itself has not, as far as anybody has written: the next sweep says more. */
  readonly isLate: boolean;
}

const SOON_MS = 86_400_000;
/** A sweep comes every five minutes, and writes what has changed. */
const LATE_MS = 900_000;

/** `freeze`: that of every fleet, which is laid over each of them. */
export function boardRow(summary: FleetSummary, freeze: FreezeFacts | null, now: number): BoardRow {
  const row = laidOver(summary, freeze, now);
  const { state, endsAt } = row;
  const isSoon = state === "steady" && endsAt !== null && endsAt - now < SOON_MS;
  const shown = isSoon ? "due" : state;
  return {
    ...row,
    state: shown,
    tone: stateMarks[shown].tone,
    isLate: endsAt !== null && now - endsAt > LATE_MS,
  };
}

/** A fleet of which nothing is written yet. */
export const unknownRow = (fleet: string, now: number): BoardRow => ({
  ...boardRow({ ...NOTHING, fleet, at: now }, null, now),
});

const NOTHING: Omit<FleetSummary, "fleet" | "at"> = {
  state: "unknown",
  waitsFor: "sweep",
  sentence: "nothing is written of it yet; the next sweep does, or moult sweep now",
  gist: "nothing is written of it yet; the next sweep does, or moult sweep now",
  since: null,
  endsAt: null,
  otherwise: null,
  next: "moult sweep",
  run: null,
  live: null,
};

/** What needs a person does so in a freeze, too. */
const OVER_FREEZE: ReadonlySet<ExplainedState> = new Set(["needs-person", "unknown"]);

function laidOver(summary: FleetSummary, freeze: FreezeFacts | null, now: number): FleetSummary {
  if (freeze === null || OVER_FREEZE.has(summary.state)) return summary;
  const said = frozenWords({ fleet: summary.fleet, freeze, run: summary.run }, now);
  const { state, waitsFor, sentence, gist, since, endsAt, otherwise } = explanationOf({
    ...said,
    actions: [],
  });
  return {
    ...summary,
    state,
    waitsFor,
    sentence,
    gist,
    since,
    endsAt,
    otherwise,
    next: unfreezeCommand(summary.fleet, "account"),
  };
}

/** Those first that need somebody most, then those that are so longest, then by name. */
export const byNeed = (one: BoardRow, other: BoardRow): number =>
  explainedStates.indexOf(one.state) - explainedStates.indexOf(other.state) ||
  (one.state === "steady" ? 0 : (one.since ?? one.at) - (other.since ?? other.at)) ||
  one.fleet.localeCompare(other.fleet, "en");
