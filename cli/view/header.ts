import { formatDuration } from "../../src/domain/duration.ts";
import { formatInstant } from "../../src/domain/format-instant.ts";
import type { RecycleRecord } from "../../src/domain/run/recycle.ts";
import { type Phase, phases, type RolloutRecord } from "../../src/domain/run/rollout.ts";
import { type FleetView, shownRun } from "../../src/views/fleet/fleet-view.ts";
import { attentionLines } from "./attention-lines.ts";
import { findingLines } from "./finding-lines.ts";
import { minuteOf, phaseLine } from "./rows/phase-line.ts";
import { recycleLines, recycleNextLines } from "./rows/recycle-lines.ts";
import { nextLines } from "./rows/next-lines.ts";
import { sentenceLines } from "./rows/sentence-lines.ts";
import { phaseTimes } from "./rows/phase-times.ts";
import { exceptLines } from "./except-lines.ts";
import { retirementLines } from "./generation-lines.ts";
import { type Line, type Span, span } from "./span.ts";
import { standingLines } from "./standing-lines.ts";

const LABEL = 9;
const label = (text: string): Span => span(text.padEnd(LABEL), "dim");
/** A long name stands apart from what is said of it, too. */
const name = (fleet: string): Span => span(`${fleet} `.padEnd(LABEL), "bold");

/** What stays on top at any size: why, from which image to which, where it stands, and how long it may take. */
export function headerLines(model: FleetView, now: number): Line[] {
  const { fleet, rollout, frozen } = model;
  const run = shownRun(model);
  const freeze: Line[] = frozen ? [[label("frozen"), span(`${frozen.reason} (${frozen.by})`, "yellow")]] : [];
  const attention = [...retirementLines(model, LABEL), ...attentionLines(model, LABEL)];
  const isAtRest = run === undefined || run.endedAt !== null;
  const refused = isAtRest
    ? [...standingLines(model, LABEL), ...exceptLines(model, LABEL), ...findingLines(model, LABEL, now)]
    : [];
  const said = sentenceLines(model, { labelWidth: LABEL, now });
  const beside = [...attention, ...freeze, ...refused];
  if (run === undefined) return [[name(fleet), span("no rollout")], ...said, ...beside];
  if (model.recycle !== undefined) return recycleHeader(model, model.recycle, { now, said, beside });
  if (rollout === undefined) return [];
  return [
    titleLine(rollout, now),
    [label("image"), span(rollout.imageFrom ?? "none", "blue"), span(" → "), span(rollout.imageTo, "green")],
    phaseLine(rollout, { way: wayOf(rollout), ends: endWords(model, rollout, now), now }),
    ...timesLines(model),
    ...(model.steps.length > 0 || rollout.traffic.setAt !== null ? trafficLines(rollout, model.steps) : []),
    ...said,
    ...steeredLines(rollout),
    ...holderLines(model),
    ...notFollowedLines(rollout),
    ...beside,
    ...nextLines(rollout, { standing: model.standing, labelWidth: LABEL }),
  ];
}

/** Of servers that are replaced in place. */
function recycleHeader(
  model: FleetView,
  run: RecycleRecord,
  { now, said, beside }: { readonly now: number } & Record<"said" | "beside", Line[]>,
): Line[] {
  const { above, below } = recycleLines(run, { labelWidth: LABEL, now });
  return [
    titleLine(run, now),
    ...above,
    ...timesLines(model),
    ...below,
    ...said,
    ...holderLines(model),
    ...beside,
    ...recycleNextLines(run, LABEL),
  ];
}

/** What a person wants of it, also before its next look. One that is ended tells of that itself, and a pause is in the sentence. */
function steeredLines({ promotion, endedAt }: RolloutRecord): Line[] {
  if (endedAt !== null) return [];
  return promotion ? [[label("promoted"), span(`by ${promotion.by}: ${promotion.reason}`, "yellow")]] : [];
}

/** Nobody else can take it up meanwhile; what Step Functions carries it goes on with. */
function holderLines(model: FleetView): Line[] {
  const { holder } = model;
  if (holder?.carrier?.kind !== "process" || holder.rollout !== shownRun(model)?.id) return [];
  return [[label("carrier"), span(`${holder.words}, until ${formatInstant(holder.until)} at least`)]];
}

/** What of blue green has not; `--json` and the history have all. */
function notFollowedLines({ notFollowed }: RolloutRecord): Line[] {
  const shown = notFollowed.slice(0, 2).map((reason) => [label("differs"), span(reason, "yellow")]);
  const more = notFollowed.length - shown.length;
  return more > 0 ? [...shown, [label(""), span(`and ${more} more, see --json`, "dim")]] : shown;
}

function titleLine(
  { fleet, id, cause, startedAt, endedAt }: RolloutRecord | RecycleRecord,
  now: number,
): Line {
  const took = formatDuration(((endedAt ?? now) - startedAt) / 1000);
  // Last, since it is the one that a narrow window may cut.
  const why = cause.serves.slice(0, 1).map((sentence) => span(` · ${sentence}`));
  return [name(fleet), span(`${cause.reason} · ${took} · `), span(id, "dim"), ...why];
}

/** The way of a rollout that succeeds; RollBack is the way out of it. */
const WAY: readonly Phase[] = phases.filter((phase) => phase !== "RollBack" && phase !== "AwaitApproval");

/** With the wait for an approval where the rollout is in one. */
const wayOf = ({ phase, failure }: RolloutRecord): readonly Phase[] =>
  (failure?.phase ?? phase) === "AwaitApproval" ? phases.filter((each) => each !== "RollBack") : WAY;

/** When it may be expected to end, by what it took lately. */
function endWords({ usualMs = null }: FleetView, rollout: RolloutRecord, now: number): string {
  const { startedAt, failure } = rollout;
  const expected = usualMs === null || failure !== null ? null : startedAt + usualMs;
  if (expected === null) return "";
  return expected > now
    ? ` · end ≈ ${minuteOf(expected)}`
    : ` · longer than usual (${formatDuration((usualMs ?? 0) / 1000)})`;
}

function timesLines(model: FleetView): Line[] {
  const times = phaseTimes(model);
  return times === "" ? [] : [[label("took"), span(times, "dim")]];
}

const BAR = 20;

/** With several rules each has a line of its own under what green has at most. */
function trafficLines(rollout: RolloutRecord, steps: readonly number[]): Line[] {
  const rules = Object.entries(rollout.traffic.rules ?? {});
  return [
    trafficLine(rollout, steps),
    ...rules.map(([arn, { setPercent, observedPercent, isGone }]): Line => {
      const observed = observedPercent === null ? "not read back yet" : `${observedPercent}% read back`;
      const said = isGone ? "gone" : `${setPercent}% set, ${observed}`;
      return [label(""), span(arn.replace(/^.*:listener/u, "listener"), "dim"), span(`  ${said}`)];
    }),
  ];
}

/** The bar is what was read back; what was set is a number, so that a difference can be seen. */
function trafficLine({ traffic }: RolloutRecord, steps: readonly number[]): Line {
  const { setPercent, observedPercent, step } = traffic;
  const green = Math.round(((observedPercent ?? setPercent) * BAR) / 100);
  const observed = observedPercent === null ? "not read back yet" : `${observedPercent}% read back`;
  const place =
    traffic.setAt === null || steps.length < 2
      ? ""
      : ` · step ${Math.min(step + 1, steps.length)} of ${steps.length}`;
  return [
    label("traffic"),
    span("█".repeat(green), "green"),
    span("░".repeat(BAR - green), "blue"),
    span(`  green ${setPercent}% set, ${observed}${place}`),
  ];
}
