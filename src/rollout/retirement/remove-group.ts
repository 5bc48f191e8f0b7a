import { deleteGroup, type Group, resizeGroup } from "../../aws/auto-scaling/auto-scaling.ts";
import { deregistrationDelay } from "../../aws/elbv2/elbv2.ts";
import { undefinedIfNotFound } from "../../aws/undefined-if-not-found.ts";
import type { Generation } from "../../domain/generation.ts";
import { nextPollSeconds } from "../../domain/poll-interval.ts";
import { nextRemoval, stillThereReason } from "../../domain/rollout-decisions/next-removal.ts";
import type { StepAnswer } from "../../domain/run/step-answer.ts";
import { AccessDenied } from "../../errors/errors.ts";
import { wait } from "../../step/answers.ts";
import { UNSEEN_SECONDS } from "../../step/read-lag.ts";
import { dropTemplateVersion } from "../green/drop-template-version.ts";
import { type RemovalWork, removalSeconds, startRemoval } from "./removals.ts";

/** Shutting down takes seconds once a target is drained. */
const TERMINATION_SECONDS = 10;

/**
 * Takes a generation down the safe way: to zero through its hooks and the load balancer's drain, read as empty, then
 * the group deleted without force (aws-facts 1.2), then its template version. Returns null when all of it is gone.
 */
export async function removeGroup(
  generation: Generation,
  group: Group | undefined,
  work: RemovalWork,
): Promise<StepAnswer | null> {
  const waiting = await groupBlocker(generation, group, work);
  if (waiting !== null) return waiting;
  if (generation.template.ownedByMoult) {
    await work.context.withReason(
      `generation ${generation.number} is gone and its template version with it`,
      null,
      () => dropTemplateVersion(generation.template, work),
    );
  }
  return null;
}

/** Does what is next to remove the group. Returns null when it is gone. */
async function groupBlocker(
  generation: Generation,
  group: Group | undefined,
  work: RemovalWork,
): Promise<StepAnswer | null> {
  const next = nextRemoval(group);
  if (next.act === "make-sure") {
    const unsure = await thereAfterAllReason(generation, work);
    return unsure === null ? null : wait(TERMINATION_SECONDS, unsure);
  }
  if (next.act === "resize") return takeToZero(generation, next.group, work);
  if (next.act === "wait") {
    const elapsed = removalSeconds(next.group.name, "toZeroAt", work);
    return wait(nextPollSeconds(elapsed, await drainSeconds(next.group, work)), stillThereReason(next.group));
  }
  await work.context.withReason(`generation ${generation.number} is read as empty`, { servers: 0 }, () =>
    deleteGroup(work.context.aws.autoScaling, next.group.name),
  );
  return null;
}

async function takeToZero({ number }: Generation, group: Group, work: RemovalWork): Promise<StepAnswer> {
  await work.context.withReason(
    `take generation ${number} down to zero`,
    { servers: group.instances.length },
    () => resizeGroup(work.context.aws.autoScaling, group.name, { min: 0, desired: 0 }),
  );
  await startRemoval(group.name, "toZeroAt", work);
  // Servers that were being launched show up after the reading: empty is what is read after this.
  return group.instances.length > 0
    ? wait(await drainSeconds(group, work), `${group.instances.length} servers drain and stop`)
    : wait(TERMINATION_SECONDS, "it is read once more whether the group is empty");
}

/**
 * Reads lag writes: that a group is gone is known only from a call that would have changed it, or from reads that agree
 * for longer than any lag. The latter counts where the call is denied: a group that is gone carries no tag either, and
 * only what carries moult's may be changed. Returns null when it is gone.
 */
async function thereAfterAllReason({ number, group }: Generation, work: RemovalWork): Promise<string | null> {
  try {
    const reason = `generation ${number}'s group is not seen: make sure that it is gone`;
    const there = await work.context.withReason(reason, null, () =>
      undefinedIfNotFound(
        resizeGroup(work.context.aws.autoScaling, group, { min: 0, desired: 0 }).then(() => true),
      ),
    );
    return there ? `${group} was not seen and is there: it goes to zero` : null;
  } catch (error) {
    if (!(error instanceof AccessDenied)) throw error;
    await startRemoval(group, "unseenSince", work);
    return removalSeconds(group, "unseenSince", work) < UNSEEN_SECONDS
      ? `${group} is not seen: look again`
      : null;
  }
}

/** How long the load balancer drains a server of this group, where that takes longest, and the time it takes to stop. */
async function drainSeconds(group: Group, work: RemovalWork): Promise<number> {
  const { elbv2 } = work.context.aws;
  const delays = await Promise.all(group.targetGroups.map((each) => deregistrationDelay(elbv2, each)));
  return TERMINATION_SECONDS + Math.max(0, ...delays);
}
