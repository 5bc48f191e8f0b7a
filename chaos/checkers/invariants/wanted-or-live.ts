import { excused } from "../exemptions.ts";
import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";
import { surelyClosed } from "../brakes/closed-times.ts";
import type { Span } from "../deciding-states.ts";
import { isSame, liveTarget, surelyDue } from "../due-target.ts";
import { wantedImages, wantedVersion } from "../holds.ts";
import { admittedBy, type Invariant } from "../invariant.ts";

/**
 * A run goes to what is wanted as it is admitted, and still when it first moves traffic; or to what is live already, while
 * something stands against what is wanted. Once it has moved traffic, nothing takes its place any more but what blue runs, while
 * blue stands by and that is wanted again.
 */
export const wantedOrLive = (): Invariant => {
  /** Runs that have set traffic once: one that finds nothing of it there starts over, and is on its way all the same. */
  const moved = new Set<string>();
  /** When invocations wrote down what is wanted: what they do then, they do knowing that. */
  const found = new Map<string, number>();
  return {
    name: "wanted-or-live",
    wrote: (write, input) => {
      const { caller, startedAt } = write.invocation;
      if (write.sort === "wanted") found.set(caller, input.world.now());
      if (!write.sort.startsWith("rollout#")) return undefined;
      const rollout = write.body as unknown as RolloutRecord;
      const spans = input.deciding.since(found.get(caller) ?? startedAt, input.world.now());
      if (admittedBy(write) !== undefined) return targetFault("is admitted", rollout, spans);
      const isMoved = excused(
        "wanted-or-live: a run that finds nothing of its traffic",
        moved.has(rollout.id),
      );
      if (rollout.traffic.setAt !== null) moved.add(rollout.id);
      if (!isMoved && rollout.traffic.setAt !== null && rollout.failure === null) {
        const { brakes } = input.view;
        const span = { from: startedAt, to: input.world.now() };
        const isClosed = brakes !== undefined && surelyClosed(brakes, span, false) !== undefined;
        if (excused("wanted-or-live: what is wanted may not begin now", isClosed)) return undefined;
        return targetFault("moves traffic", rollout, spans);
      }
      return supersededFault(write.before as RolloutRecord, rollout, spans);
    },
  };
};

function targetFault(
  does: string,
  { id, imageTo: image, templateVersion }: RolloutRecord,
  spans: readonly Span[],
): string | undefined {
  const target = { image, templateVersion };
  if (spans.some((span) => isWanted(target, span))) return undefined;
  const last = spans.at(-1);
  const wanted = last && [...wantedImages(last)].join(" or ");
  if (!spans.some((span) => isSame(target, liveTarget(span))))
    return `${id} ${does}: ${image} from version ${templateVersion} is neither live nor wanted, ${wanted} is`;
  const due = last && surelyDue(spans, { image: undefined, version: wantedVersion(last) });
  return due === undefined || isSame(due, target)
    ? undefined
    : `${id} ${does}: ${image} is live already, and nothing stands against ${due.image}`;
}

const isWanted = ({ image, templateVersion }: Parameters<typeof isSame>[0], span: Span): boolean => {
  const images = wantedImages(span);
  // Nothing is known to be wanted: a run is not ended for it.
  if (images.has(undefined)) return true;
  return images.has(image) && (wantedVersion(span) ?? templateVersion) === templateVersion;
};

function supersededFault(
  before: RolloutRecord,
  { id, failure, milestones, commands }: RolloutRecord,
  spans: readonly Span[],
): string | undefined {
  if (before.failure !== null || failure?.error !== "Superseded" || before.traffic.setAt === null)
    return undefined;
  const isGone = milestones["blue-released"] !== undefined || commands["handoff"] !== undefined;
  const isBlueWanted = spans.some((span) => {
    const live = liveTarget(span);
    return live !== undefined && live !== null && isWanted(live, span);
  });
  return isBlueWanted && !isGone ? undefined : `${id} had moved traffic, and makes room: ${failure.reason}`;
}
