import type { CheckerInput } from "../checker-input.ts";
import type { Span } from "../deciding-states.ts";
import { surelyFrozen, surelyHeld, wantedVersion } from "../holds.ts";
import { admittedBy, type Invariant, startedBy, type Wrote } from "../invariant.ts";

/**
 * Nothing is decided on, and nothing is admitted, that stands on `except`, is in quarantine or has to be waited for after a
 * failure, nor anything while frozen. What came up after the invocation began may have been read before it: it does not
 * count for this one decision.
 */
export const nothingHeldBegun = (): Invariant => ({
  name: "nothing-held-begun",
  wrote: (write, input) => {
    const admitted = admittedBy(write);
    if (admitted !== undefined) {
      const { id, imageTo: image, templateVersion } = admitted;
      return heldFault(`${id} is admitted`, spansOf(write, input), () => ({ image, templateVersion }));
    }
    const started = startedBy(write);
    if (started === undefined) return undefined;
    const image = started.subject ?? "";
    return heldFault(`${started.rollout} is started`, spansOf(write, input), (span) => ({
      image,
      templateVersion: wantedVersion(span) ?? 0,
    }));
  },
});

const spansOf = ({ invocation }: Wrote, { deciding, world }: CheckerInput): readonly Span[] =>
  deciding.since(invocation.startedAt, world.now());

function heldFault(
  what: string,
  spans: readonly Span[],
  targetIn: (span: Span) => Parameters<typeof surelyHeld>[0],
): string | undefined {
  const reasons = spans.map((span) => surelyFrozen(span) ?? surelyHeld(targetIn(span), span));
  return reasons.length > 0 && reasons.every((reason) => reason !== undefined)
    ? `${what}, and ${reasons.at(-1)}`
    : undefined;
}
