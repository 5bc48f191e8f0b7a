import { excused } from "../exemptions.ts";
import type { Target } from "../../../src/domain/run/excepted.ts";
import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";
import type { CheckerInput } from "../checker-input.ts";
import type { Span } from "../deciding-states.ts";
import { liveTarget } from "../due-target.ts";
import { surelyFrozen, surelyHeld, wantedVersion } from "../holds.ts";
import { admittedBy, type Invariant, startedBy, type Wrote } from "../invariant.ts";

/**
 * What a rollout that was undone went to is refused, quarantined or waited with by then. Nothing is decided on, and
 * nothing is admitted, that stands on `except`, is in quarantine or has to be waited for after a failure, nor anything
 * while frozen; and nothing is admitted beside a rollout that needs a person. What came up after the invocation began may have been read before it: it does not
 * count for this one decision.
 */
export const nothingHeldBegun = (): Invariant => ({
  name: "nothing-held-begun",
  wrote: (write, input) => {
    const admitted = admittedBy(write);
    if (admitted !== undefined) {
      const { id, imageTo: image, templateVersion } = admitted;
      const { unsettled } = input.deciding.since(input.world.now(), input.world.now()).at(-1) ?? {};
      if (unsettled !== undefined) return `${id} is admitted, and ${unsettled} needs a person`;
      return heldFault(`${id} is admitted`, spansOf(write, input), () => [{ image, templateVersion }]);
    }
    const undone = undoneBy(write);
    if (undone !== undefined) return keptFault(undone, input);
    const started = startedBy(write);
    if (started === undefined) return undefined;
    const targets = (span: Span): Target[] => targetsOf(started.subject ?? "", span);
    return heldFault(`${started.rollout} is started`, spansOf(write, input), targets);
  },
});

const spansOf = ({ invocation }: Wrote, { deciding, world }: CheckerInput): readonly Span[] =>
  deciding.since(invocation.startedAt, world.now());

/** What a decision for this image may be for: it does not say which version of the template. */
function targetsOf(image: string, span: Span): Target[] {
  const live = liveTarget(span);
  const wanted = { image, templateVersion: wantedVersion(span) ?? 0 };
  return live?.image === image ? [wanted, live] : [wanted];
}

function heldFault(
  what: string,
  spans: readonly Span[],
  targetsIn: (span: Span) => readonly Target[],
): string | undefined {
  const reasons = spans.map((span) => surelyFrozen(span) ?? heldReason(targetsIn(span), span));
  const isNew = reasons.some((reason) => reason === undefined);
  return reasons.length > 0 && !excused("nothing-held-begun: what came up after the invocation began", isNew)
    ? `${what}, and ${reasons.at(-1)}`
    : undefined;
}

/** Why none of the targets may be begun; undefined: one may. */
function heldReason(targets: readonly Target[], span: Span): string | undefined {
  const held = targets.map((target) => surelyHeld(target, span));
  return held.every((each) => each !== undefined) ? held[0] : undefined;
}

/** The rollout that the write ends as one that was rolled back, or that a person has to settle. */
function undoneBy({ sort, body, before }: Wrote): RolloutRecord | undefined {
  if (!sort.startsWith("rollout#") || (before as RolloutRecord | undefined)?.outcome !== null)
    return undefined;
  const rollout = body as unknown as RolloutRecord;
  return rollout.outcome === "rolled-back" || rollout.outcome === "needs-person" ? rollout : undefined;
}

/** A process whose clock is ahead writes that it began so much later. */
const SKEW_MS = 5000;

/**
 * Who aborted it has refused it before, and may have taken that back; so may whoever asks again while it is still being
 * closed, or whose execution was counted before it began after all.
 */
function keptFault(
  { id, imageTo: image, abort, startedAt }: RolloutRecord,
  { deciding, world }: CheckerInput,
): string | undefined {
  if (abort !== null) return undefined;
  const isKept = deciding
    .since(startedAt - SKEW_MS, world.now())
    .some(
      ({ except, quarantined, attempts }) =>
        quarantined.has(image) ||
        except.some((each) => each.image === image) ||
        attempts.last.some((each) => each.image === image && (each.nextAt ?? 0) > startedAt),
    );
  return isKept ? undefined : `${id} is undone, and nothing stands against ${image}`;
}
