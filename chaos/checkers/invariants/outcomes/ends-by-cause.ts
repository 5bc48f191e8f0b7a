import { deedOf } from "../../../processes/invocation-input.ts";
import { excused } from "../../exemptions.ts";
import type { RolloutRecord } from "../../../../src/domain/run/rollout.ts";
import { ANY_CAUSE, CAUSES, type Ended } from "../../causes/known-causes.ts";
import type { CheckerInput } from "../../checker-input.ts";
import type { Decision, Invariant, Wrote } from "../../invariant.ts";

/** A run is admitted on what was read up to a minute before. */
const READ_MS = 60_000;

/**
 * A run ends in what its causes allow: it fails under a name only if the world had what the name says, and needs a person only
 * where something stood in its way. Who was told to end does not go live.
 */
export const endsByCause = (): Invariant => {
  /** When somebody who is no invocation asked for a run's end. */
  const abortedAt = new Map<string, number>();
  return {
    name: "ends-by-cause",
    written: (sort, { view, world }) => {
      if (!sort.startsWith("rollout#")) return undefined;
      for (const { id, abort } of view.rollouts.values())
        if (abort !== null && !abortedAt.has(id)) abortedAt.set(id, world.now());
      return undefined;
    },
    wrote: (write, input) => {
      if (!write.sort.startsWith("rollout#")) return undefined;
      const run = write.body as unknown as RolloutRecord;
      const before = write.before as RolloutRecord | undefined;
      if (before?.abort === null && run.abort !== null && deedOf(write.invocation) === undefined)
        return `${run.id} is aborted by nobody`;
      const isNew = isNewEnd(run, before);
      return isNew ? causeFault(endedOf(run, input, abortedAt.get(run.id))) : undefined;
    },
    decided: (decision) => abortFault(decision, abortedAt),
  };
};

const isNewEnd = (
  run: RolloutRecord,
  before: (Wrote["before"] & Partial<RolloutRecord>) | undefined,
): boolean =>
  (run.failure !== null && run.failure.error !== before?.failure?.error) ||
  (isPersons(run) && before?.outcome !== run.outcome);

const isPersons = ({ outcome }: RolloutRecord): boolean => outcome === "needs-person";

const endedOf = (run: RolloutRecord, input: CheckerInput, abortedAt: number | undefined): Ended => ({
  run,
  input,
  abortedAt,
  spans: input.deciding.since(run.startedAt - READ_MS, input.world.now()),
});

function causeFault(ended: Ended): string | undefined {
  const { id, outcomeReason, failure, settlement } = ended.run;
  if (excused("ends-by-cause: a rollout that a person settled", settlement !== null)) return undefined;
  if (isPersons(ended.run))
    return ANY_CAUSE(ended)
      ? undefined
      : `${id} needs a person, and nothing was against it: ${outcomeReason}`;
  const { error, reason } = failure ?? { error: "", reason: "" };
  return (CAUSES[error] ?? ANY_CAUSE)(ended)
    ? undefined
    : `${id} fails as ${error}, and the world had no cause for it: ${reason}`;
}

/** Nothing is released for a run that somebody had aborted before the step began. */
function abortFault(
  { entry, rollout, since }: Decision,
  abortedAt: ReadonlyMap<string, number>,
): string | undefined {
  const at = abortedAt.get(rollout.id);
  if (entry.action !== "release" || at === undefined || at >= since || rollout.settlement !== null)
    return undefined;
  return `${rollout.id} releases blue, aborted before the step began`;
}
