import { formatDuration } from "../../src/domain/duration.ts";
import { formatInstant } from "../../src/domain/format-instant.ts";
import { type Phase, phases, type RolloutRecord } from "../../src/domain/run/rollout.ts";
import type { FleetView } from "../../src/views/fleet/fleet-view.ts";
import { attentionLines } from "./attention-lines.ts";
import { findingLines } from "./finding-lines.ts";
import { nextLines } from "./rows/next-lines.ts";
import { phaseTimes } from "./rows/phase-times.ts";
import { exceptLines } from "./except-lines.ts";
import { retirementLines } from "./generation-lines.ts";
import { type Line, type Span, type Style, span } from "./span.ts";
import { standingLines } from "./standing-lines.ts";

const LABEL = 9;
const label = (text: string): Span => span(text.padEnd(LABEL), "dim");
const left = (until: number, now: number): string => formatDuration((until - now) / 1000);

/** What stays on top at any size: why, from which image to which, where it stands, and how long it may take. */
export function headerLines(model: FleetView, now: number): Line[] {
  const { fleet, rollout, frozen } = model;
  const freeze: Line[] = frozen ? [[label("frozen"), span(`${frozen.reason} (${frozen.by})`, "yellow")]] : [];
  const attention = [...retirementLines(model, LABEL), ...attentionLines(model, LABEL)];
  const isAtRest = rollout === undefined || rollout.endedAt !== null;
  const refused = isAtRest
    ? [...standingLines(model, LABEL, now), ...exceptLines(model, LABEL), ...findingLines(model, LABEL, now)]
    : [];
  if (rollout === undefined)
    return [[span(fleet.padEnd(LABEL), "bold"), span("no rollout")], ...attention, ...freeze, ...refused];
  return [
    titleLine(rollout, now),
    [label("image"), span(rollout.imageFrom ?? "none", "blue"), span(" → "), span(rollout.imageTo, "green")],
    phaseLine(model, rollout, now),
    ...timesLines(model),
    ...(model.steps.length > 0 || rollout.traffic.setAt !== null ? trafficLines(rollout, model.steps) : []),
    stateLine(rollout, now),
    ...holderLines(model),
    ...notFollowedLines(rollout),
    ...attention,
    ...freeze,
    ...refused,
    ...nextLines(rollout, LABEL),
  ];
}

/** Nobody else can take it up meanwhile; what Step Functions carries it goes on with. */
function holderLines({ rollout, holder }: FleetView): Line[] {
  if (holder?.carrier?.kind !== "process" || holder.rollout !== rollout?.id) return [];
  return [[label("carrier"), span(`${holder.words}, until ${formatInstant(holder.until)} at least`)]];
}

/** What of blue green has not; `--json` and the history have all. */
function notFollowedLines({ notFollowed }: RolloutRecord): Line[] {
  const shown = notFollowed.slice(0, 2).map((reason) => [label("differs"), span(reason, "yellow")]);
  const more = notFollowed.length - shown.length;
  return more > 0 ? [...shown, [label(""), span(`and ${more} more, see --json`, "dim")]] : shown;
}

function titleLine({ fleet, id, cause, startedAt, endedAt }: RolloutRecord, now: number): Line {
  const took = formatDuration(((endedAt ?? now) - startedAt) / 1000);
  // Last, since it is the one that a narrow window may cut.
  const why = cause.serves.slice(0, 1).map((sentence) => span(` · ${sentence}`));
  return [span(fleet.padEnd(LABEL), "bold"), span(`${cause.reason} · ${took} · `), span(id, "dim"), ...why];
}

/** The way of a rollout that succeeds; RollBack is the way out of it. */
const WAY: readonly Phase[] = phases.filter((phase) => phase !== "RollBack");

function phaseLine(model: FleetView, rollout: RolloutRecord, now: number): Line {
  const { phase, phaseStartedAt, endedAt, failure, outcome } = rollout;
  const failed = failure !== null;
  const reached = WAY.indexOf(failed ? failure.phase : phase);
  const here: Span = failed ? span("✗", "red") : span("▸", "yellow");
  const bar: Line =
    outcome === "succeeded"
      ? [span("✓".repeat(WAY.length), "green")]
      : [
          span("✓".repeat(Math.max(0, reached)), "green"),
          here,
          span("·".repeat(WAY.length - Math.max(0, reached) - 1), "dim"),
        ];
  const place = phase === "RollBack" ? "" : `, ${WAY.indexOf(phase) + 1} of ${WAY.length}`;
  const since = endedAt === null ? `, for ${left(now, phaseStartedAt)}` : "";
  const failedIn = failed && failure.phase !== phase ? `, ${failure.phase} failed` : "";
  return [
    label("phase"),
    ...bar,
    span(`  ${phase}${place}`),
    span(failedIn, "red"),
    span(since),
    span(endedAt === null ? endWords(model, rollout, now) : "", "dim"),
  ];
}

/** When it may be expected to end, by what it took lately, and when it has to. */
function endWords({ usualMs = null }: FleetView, rollout: RolloutRecord, now: number): string {
  const { startedAt, deadlineAt, failure } = rollout;
  const expected = usualMs === null || failure !== null ? null : startedAt + usualMs;
  const end =
    expected === null
      ? ""
      : expected > now
        ? ` · end ≈ ${minuteOf(expected)}`
        : ` · longer than usual (${formatDuration((usualMs ?? 0) / 1000)})`;
  return `${end} · ${now > deadlineAt ? "the deadline has passed" : `deadline ${minuteOf(deadlineAt)}`}`;
}

/** `14:19Z` */
const minuteOf = (at: number): string => `${new Date(at).toISOString().slice(11, 16)}Z`;

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
      const observed = observedPercent === null ? "not read back yet" : `${observedPercent}% observed`;
      const said = isGone ? "gone" : `${setPercent}% set, ${observed}`;
      return [label(""), span(arn.replace(/^.*:listener/u, "listener"), "dim"), span(`  ${said}`)];
    }),
  ];
}

/** The bar is what was read back; what was set is a number, so that a difference can be seen. */
function trafficLine({ traffic }: RolloutRecord, steps: readonly number[]): Line {
  const { setPercent, observedPercent, step } = traffic;
  const green = Math.round(((observedPercent ?? setPercent) * BAR) / 100);
  const observed = observedPercent === null ? "not read back yet" : `${observedPercent}% observed`;
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

const OUTCOME_STYLES: Readonly<Record<string, Style>> = {
  succeeded: "green",
  "rolled-back": "red",
  refused: "red",
};

function stateLine(rollout: RolloutRecord, now: number): Line {
  const { outcome, outcomeReason, waiting, failure, abort } = rollout;
  if (rollout.endedAt !== null) {
    const said = `${outcome ?? "ended"}${outcomeReason === null ? "" : `: ${outcomeReason}`}`;
    return [label("ended"), span(said, OUTCOME_STYLES[outcome ?? ""] ?? "bold")];
  }
  const why =
    failure?.reason ?? (abort === null ? undefined : `abort asked by ${abort.requestedBy}: ${abort.reason}`);
  const look = waiting !== null && waiting.until > now ? ` · next look in ${left(waiting.until, now)}` : "";
  return [
    label("waits"),
    ...(why === undefined ? [] : [span(`${why} · `, "red")]),
    span(waiting?.reason ?? "for nothing, at work"),
    span(look, "dim"),
  ];
}
