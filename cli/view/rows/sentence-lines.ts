import { formatDuration } from "../../../src/domain/duration.ts";
import { explain } from "../../../src/domain/explain/explain.ts";
import type { Explanation } from "../../../src/domain/explain/explanation.ts";
import { type FleetView, shownRun } from "../../../src/views/fleet/fleet-view.ts";
import { markSpan } from "../board/tone-styles.ts";
import { type Line, span } from "../span.ts";

interface Place {
  readonly labelWidth: number;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * The one sentence about the run that is looked at, and what happens otherwise; of one that has ended how it ended, and what the fleet does next.
 * A surface counts the seconds: the sentence has instants.
 */
export function sentenceLines(
  model: Pick<FleetView, "rollout" | "recycle" | "frozen" | "explanation">,
  place: Place,
): Line[] {
  const { frozen, explanation } = model;
  const run = shownRun(model);
  if (run === undefined) return saidLines("now", explanation, place);
  const ofRun = explain(run, place.now);
  if (run.endedAt !== null) {
    const next = explanation.state === "steady" ? [] : saidLines("next", explanation, place);
    return [...saidLines("ended", ofRun, place), ...next];
  }
  return saidLines("now", frozen === undefined ? ofRun : explanation, place);
}

function saidLines(
  label: string,
  { state, sentence, detail, otherwise, nextPollAt }: Explanation,
  { labelWidth, now }: Place,
): Line[] {
  const head = (text: string) => span(text.padEnd(labelWidth), "dim");
  const poll =
    nextPollAt !== null && nextPollAt > now
      ? `  next look in ${formatDuration((nextPollAt - now) / 1000)}`
      : "";
  return [
    [head(label), markSpan(state, " "), span(sentence), span(poll, "dim")],
    ...(detail === null ? [] : [[head("why"), span(detail)]]),
    ...(otherwise === null ? [] : [[head("else"), span(otherwise, "dim")]]),
  ];
}
