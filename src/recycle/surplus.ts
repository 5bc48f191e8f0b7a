import { type Group, resizeGroup } from "../aws/auto-scaling/auto-scaling.ts";
import { endSurplus } from "../aws/auto-scaling/end-surplus.ts";
import { nextPollSeconds } from "../domain/poll-interval.ts";
import { isInStandby, isLeaving } from "../domain/recycle/lifecycle.ts";
import { type Substitute, surplusOf } from "../domain/run/recycle.ts";
import type { StepAnswer } from "../domain/run/step-answer.ts";
import { NotFound, Rejected } from "../errors/errors.ts";
import { wait } from "../step/answers.ts";
import { holdSize } from "./holds.ts";
import { batchOf, type RecycleWork, writeBatch } from "./recycle-step.ts";
import { floorOf, healthyIn } from "./serving.ts";

type Work = RecycleWork<"autoScaling" | "elbv2">;

const AGAIN_SECONDS = 5;
const FLOOR_POLL_SECONDS = 15;

/**
 * Ends as many substitutes as the group has more than it needs, since their old servers stay or have gone in another way. What is not
 * launched yet is not asked for any more. Null: it has none too many.
 */
export async function endSurplusBlocker(group: Group, work: Work): Promise<StepAnswer | null> {
  const batch = batchOf(work);
  const surplus = surplusOf(batch);
  if (surplus === 0) return null;
  const reason = `${surplus} substitutes take nobody's place`;
  const max = work.run().holds.size?.heldMax ?? group.maxSize;
  // Nothing was launched: the sizes were never raised.
  if (work.run().holds.size === null) return null;
  await holdSize({ min: batch.minimum - batch.wanted, max }, reason, group, work);
  const ending = toEnd(batch.substitutes, group).slice(0, surplus);
  if (ending.length === 0) return shrink(surplus, group, work);
  const ids = ending.map(({ id }) => id);
  const healthy = await healthyIn(group, work);
  const staying = [...healthy].filter((id) => !ids.includes(id)).length;
  const isServing = ids.some((id) => healthy.has(id));
  if (isServing && staying < floorOf(group, work))
    return wait(FLOOR_POLL_SECONDS, `${staying} servers would be left in traffic without the substitutes`);
  try {
    await work.context.withReason(`${reason}: ${ids.join(", ")} go`, null, () =>
      endSurplus(work.context.aws.autoScaling, group.name, ids),
    );
  } catch (error) {
    // One is no member any more, or the minimum is read as it was: the next poll sees.
    if (!(error instanceof Rejected || error instanceof NotFound)) throw error;
    return wait(nextPollSeconds(work.inPhase(), 0), error.message);
  }
  const substitutes = batch.substitutes.map((each) =>
    ids.includes(each.id) ? { ...each, isEnding: true } : each,
  );
  await writeBatch({ ...batchOf(work), substitutes }, work);
  return wait(AGAIN_SECONDS, `${ids.length} substitutes go`);
}

/** Those that serve nobody yet, first; then the newest. */
function toEnd(substitutes: readonly Substitute[], { instances }: Group): readonly Substitute[] {
  const states = new Map(instances.map((each) => [each.id, each]));
  const serves = ({ id }: Substitute): number => Number(states.get(id)?.lifecycleState === "InService");
  return substitutes
    .filter(({ id, isEnding }) => !isEnding && states.has(id))
    .toSorted((one, other) => serves(one) - serves(other));
}

/** A group that could not launch them is told to have fewer; by its own policy it would end others only if it had more than that. */
async function shrink(surplus: number, group: Group, work: Work): Promise<StepAnswer | null> {
  const batch = batchOf(work);
  const desired = group.desired - surplus;
  const members = group.instances.filter((each) => !isLeaving(each) && !isInStandby(each));
  // Where all of them were there before, the group had more than it was to have: it ends those that it was about to.
  const isComing = members.some(({ id }) => !batch.before.includes(id));
  if (group.desired >= batch.minimum && members.length > desired && isComing)
    return wait(AGAIN_SECONDS, "a substitute is still launched");
  if (group.desired >= batch.minimum)
    await work.context.withReason(`${surplus} substitutes were never launched`, null, () =>
      resizeGroup(work.context.aws.autoScaling, group.name, { desired }),
    );
  await writeBatch({ ...batch, wanted: batch.wanted - surplus, minimum: batch.minimum - surplus }, work);
  return wait(AGAIN_SECONDS, "the group is as large as it was");
}
