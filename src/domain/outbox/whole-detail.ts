import { LONGEST_SENTENCE, stateMarks } from "../explain/explanation.ts";
import { shortened } from "../explain/words.ts";
import { eventMark } from "../published/event-marks.ts";
import type { KeptEvent, OutgoingEvent } from "./outbox.ts";

const RUNBOOK = "https://github.com/moult/moult/blob/main/docs/runbook.md";

type Detail = Readonly<Record<string, unknown>>;

/**
 * The detail of an event as the bus gets it. What every event says is there in each, whatever it is of: an input transformer drops a
 * delivery one of whose paths is missing (aws-facts 9.3). Made when it is sent, so that what an older version kept is whole, too.
 */
export function wholeDetail(event: OutgoingEvent & Partial<KeptEvent>): Detail {
  const { id, detailType, detail, keptAt } = event;
  const [state, article] = eventMark(detailType);
  const fleet = textOf(detail["fleet"]);
  const rollout = textOf(detail["rollout"]);
  const sentence = shortened(sentenceIn(detail), LONGEST_SENTENCE);
  const since = instantIn(detail["since"]) ?? keptAt ?? 0;
  return {
    id,
    ...detail,
    key: id,
    revision: keptAt ?? since,
    fleet,
    rollout,
    thread: rollout ?? fleet ?? "account",
    title: `${stateMarks[state].glyph} ${fleet ?? "account"}: ${detailType.toLowerCase()}`,
    sentence,
    next: nextIn(detail, fleet, rollout),
    since: new Date(since).toISOString(),
    endsAt: isoOf(detail["endsAt"] ?? detail["until"] ?? detail["nextAt"] ?? detail["dueAt"]),
    by: textOf(detail["by"]),
    reason: textOf(detail["reason"]) ?? sentence,
    links: { execution: rollout, runbook: `${RUNBOOK}#${article}` },
  };
}

const textOf = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);

/** An instant in one of the forms that events have; null: none. */
function instantIn(value: unknown): number | null {
  const at = typeof value === "string" ? Date.parse(value.replace(/^(\S+) (\S+)$/, "$1T$2")) : Number.NaN;
  return Number.isNaN(at) ? null : at;
}

const isoOf = (value: unknown): string | null => {
  const at = instantIn(value);
  return at === null ? null : new Date(at).toISOString();
};

/** In the words that it was kept with. */
const sentenceIn = (detail: Detail): string =>
  ["sentence", "outcomeReason", "irregularity", "what", "reason"].flatMap(
    (key) => textOf(detail[key]) ?? [],
  )[0] ?? "see its history";

function nextIn(detail: Detail, fleet: string | null, rollout: string | null): readonly string[] {
  const given = detail["next"] ?? detail["commands"];
  if (Array.isArray(given) && given.length > 0) return given.map(String);
  if (fleet === null) return ["moult fleet list"];
  return [rollout === null ? `moult rollout status ${fleet}` : `moult history ${fleet} --rollout ${rollout}`];
}
