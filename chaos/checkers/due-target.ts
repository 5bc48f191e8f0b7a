import type { Finding } from "../../src/domain/findings/finding.ts";
import type { StoredStorm } from "../../src/ledger/found/storms.ts";
import type { Target } from "../../src/domain/run/excepted.ts";
import type { DecidingState, Span } from "./deciding-states.ts";
import { launchedFrom, surelyFree, wantedImages } from "./holds.ts";

/** What a declaration names: an image, and the template's default version. */
interface Named {
  readonly image: string | undefined;
  readonly version: number | undefined;
}

/**
 * What the fleet had to be sent to all through the spans, by every clock: what is wanted where that is another target than the
 * live one, else the live one again where its servers are to be replaced. Undefined: nothing, or something stood
 * against it at some instant, or what is wanted was not certain.
 */
export function surelyDue(spans: readonly Span[], { image, version }: Named): Target | undefined {
  const last = spans.at(-1);
  if (last === undefined || version === undefined) return undefined;
  const images = new Set(spans.flatMap((span) => [...wantedImages(span, image)]));
  const [wanted] = images;
  if (images.size !== 1 || wanted === undefined) return undefined;
  const target = { image: wanted, templateVersion: version };
  const isFree = (each: Target): boolean => spans.every((span) => surelyFree(each, span));
  const live = liveTarget(last);
  if (!isSame(target, live) && isFree(target)) return target;
  const isAgain = isToBeReplaced(last) || surelyFound(spans);
  return live && isAgain && isFree(live) ? live : undefined;
}

/** What the live generation was made of. */
export const liveTarget = ({ live }: DecidingState): Target | undefined =>
  live && { image: live.image, templateVersion: live.template.baseVersion };

export const isSame = (one: Target, other: Target | undefined): boolean =>
  one.image === other?.image && one.templateVersion === other.templateVersion;

/** A server of the live generation is to be replaced for a finding that stood all through, and was due by every clock. */
function surelyFound(spans: readonly Span[]): boolean {
  const [first] = spans;
  const isDue = ({ server, field, generation, mode, dueAt }: Finding): boolean =>
    mode === "replace" &&
    dueAt + SKEW_MS < (first?.from ?? 0) &&
    !spans.some((span) => isLeft(server, span)) &&
    spans.every(({ live, findings, storms }) =>
      findings.some(
        (each) =>
          each.server === server &&
          each.field === field &&
          each.mode === mode &&
          generation === live?.number &&
          stormOf(each, storms)?.acknowledged !== null,
      ),
    );
  return first?.findings.some(isDue) ?? false;
}

/** By some clock it was left alone at some instant of the span: that this is with reason is a matter of `recycled`. */
const isLeft = (id: string, { left, from }: Span): boolean =>
  left.some(({ server, until }) => server === id && until + SKEW_MS > from);

/** The storm that a finding belongs to. */
export const stormOf = (
  { kind, field, observed }: Pick<Finding, "kind" | "field" | "observed">,
  storms: DecidingState["storms"],
): StoredStorm | undefined =>
  storms.find(
    (each) => each.kind === kind && (kind === "age" || (each.field === field && each.observed === observed)),
  );

/** A process whose clock is off. */
const SKEW_MS = 5000;

const isToBeReplaced = ({ wanted, live }: DecidingState): boolean =>
  live !== undefined && wanted?.launchedBefore != null && launchedFrom(live) < wanted.launchedBefore.instant;
