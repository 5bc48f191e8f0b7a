import { formatDuration } from "../../../src/domain/duration.ts";
import type { RecycleRecord } from "../../../src/domain/run/recycle.ts";
import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";
import { type Line, type Span, span } from "../span.ts";

interface PhaseWay {
  /** The phases of a run that succeeds, in order; others are ways out of it. */
  readonly way: readonly string[];
  /** What is shown last: when it may be expected to end. */
  readonly ends: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** How far a run is on its way: `✓✓✓▸··  Bake, 4 of 6, for 2m30s · deadline 14:08Z`. */
export function phaseLine(run: RolloutRecord | RecycleRecord, { way, ends, now }: PhaseWay): Line {
  const { phase, phaseStartedAt, endedAt, failure, outcome } = run;
  const failed = failure !== null;
  const reached = Math.max(0, way.indexOf(failed ? failure.phase : phase));
  const here: Span = failed ? span("✗", "red") : span("▸", "yellow");
  const bar: Line =
    outcome === "succeeded"
      ? [span("✓".repeat(way.length), "green")]
      : [span("✓".repeat(reached), "green"), here, span("·".repeat(way.length - reached - 1), "dim")];
  const place = way.includes(phase) ? `, ${way.indexOf(phase) + 1} of ${way.length}` : "";
  const since = endedAt === null ? `, for ${formatDuration((now - phaseStartedAt) / 1000)}` : "";
  const failedIn = failed && failure.phase !== phase ? `, ${failure.phase} failed` : "";
  const left = endedAt === null ? `${ends} · ${deadlineWords(run, now)}` : "";
  return [
    span("phase".padEnd(9), "dim"),
    ...bar,
    span(`  ${phase}${place}`),
    span(failedIn, "red"),
    span(since),
    span(left, "dim"),
  ];
}

const deadlineWords = ({ deadlineAt }: Pick<RolloutRecord, "deadlineAt">, now: number): string =>
  now > deadlineAt ? "the deadline has passed" : `deadline ${minuteOf(deadlineAt)}`;

/** `14:19Z` */
export const minuteOf = (at: number): string => `${new Date(at).toISOString().slice(11, 16)}Z`;
