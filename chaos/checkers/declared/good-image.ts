import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";
import type { CheckerInput } from "../checker-input.ts";
import type { Wrote } from "../invariant.ts";

/** How servers behave that do all that is asked of them, if only in their time. */
const HARMLESS = new Set(["sim:boot-seconds", "sim:healthy-seconds", "sim:command-seconds"]);
/** What may delay a rollout, and never undo one: events, clocks, a freeze. */
const NO_REASON = new Set([
  "clock-skew",
  "events-astray",
  "events-lost",
  "events-reordered",
  "freezes-midway",
]);
/** Somebody's word, another target, or a time that was too short. */
const NOT_THE_IMAGE = new Set(["Aborted", "Superseded", "Quarantined", "Deadline"]);

/** Where nothing else goes wrong, nothing is rolled back but for what somebody wanted or declared. */
export function goodImageFault(run: RolloutRecord, write: Wrote, input: CheckerInput): string | undefined {
  const before = write.before as RolloutRecord | undefined;
  if (run.outcome !== "rolled-back" || before?.outcome === "rolled-back") return undefined;
  if (!isQuiet(input) || NOT_THE_IMAGE.has(run.failure?.error ?? "")) return undefined;
  return `${run.imageTo} is good, nothing was against it, and it was rolled back: ${run.outcomeReason}`;
}

const isQuiet = ({ plan, exempted, theirVersions }: CheckerInput): boolean =>
  plan.faults.every(({ name }) => NO_REASON.has(name)) &&
  plan.acts.length === 0 &&
  (plan.hands ?? []).length === 0 &&
  exempted.size === 0 &&
  theirVersions.size === 0 &&
  !plan.fleet.scalingPolicy &&
  [plan.fleet.image, ...plan.requests.map(({ image }) => image)].every(isHarmless);

const isHarmless = ({
  tags,
  architecture,
  goneAfterSeconds,
}: CheckerInput["plan"]["fleet"]["image"]): boolean =>
  architecture === undefined &&
  goneAfterSeconds === undefined &&
  Object.entries(tags).every(([tag, value]) => HARMLESS.has(tag) && /^\d+$/u.test(value));
