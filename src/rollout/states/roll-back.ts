import { autoScalingClient, describeGroups, type Group } from "../../aws/auto-scaling/auto-scaling.ts";
import { cloudWatchClient } from "../../aws/cloudwatch.ts";
import { ec2Client } from "../../aws/ec2/ec2.ts";
import { elbv2Client } from "../../aws/elbv2/elbv2.ts";
import { formatDuration } from "../../domain/duration.ts";
import { type Generation, groupName } from "../../domain/generation.ts";
import type { Phase, RolloutRecord } from "../../domain/run/rollout.ts";
import type { StepAnswer } from "../../domain/run/step-answer.ts";
import { releaseLease } from "../../ledger/leases.ts";
import { rollouts } from "../../ledger/runs/rollouts.ts";
import { pass, pause } from "../../step/answers.ts";
import { heldFence, messageOf } from "../../step/held-fence.ts";
import { defineState } from "../../step/state.ts";
import type { StepContext, StepInput } from "../../step/step.ts";
import { endingTask } from "../../step/task-input.ts";
import { followSchedule } from "../capacity/follow-schedule.ts";
import { releaseHolds } from "../capacity/holds.ts";
import { excuseImage } from "../ending/excuse-image.ts";
import { judgeSuspects } from "../ending/judge-suspects.ts";
import { quarantineImage } from "../ending/quarantine-image.ts";
import { type Undone, undoWithinLimit } from "../ending/undo-within-limit.ts";
import { unpinTemplate } from "../green/pin-template.ts";
import { goesToZero, type RemovalServices } from "../retirement/removals.ts";
import { removeGroup } from "../retirement/remove-group.ts";
import { retireReleased } from "../retirement/retire-released.ts";
import { isReleased } from "../is-released.ts";
import { rolloutStep } from "../rollout-step.ts";
import { greenNamedBlocker } from "../retirement/leave-rules.ts";
import { revertTraffic } from "../traffic/revert-traffic.ts";
import type { Work } from "../work.ts";

/** Its rule still names a green that is kept: somebody may put it back into traffic, or blue may fall ill. */
const KEPT_POLL_SECONDS = 60;

type UndoServices = RemovalServices | "cloudWatch";

/**
 * Undoes what a failed rollout did, in the order that matters to users: traffic first, then what was held, then
 * green. From a rollout that has released blue there is no way back: what is left of blue is taken down instead. What
 * takes longer than undoing may is left to a person.
 */
export async function rollBack(input: StepInput, context: StepContext<UndoServices>): Promise<StepAnswer> {
  const { ledger } = context;
  const { fleet, run: rollout } = input;
  const fence = await heldFence(input, context);
  if (fence === undefined) return pass("nothing was admitted, so nothing is to be undone");
  const stored = await rollouts.read(ledger, fleet, rollout);
  if (stored === undefined) {
    await releaseLease(ledger, { fleet, owner: rollout, fence });
    return pass("nothing was begun, so nothing is to be undone");
  }
  return rolloutStep("RollBack", { ...input, fence }, context, async (work) => {
    const { needsPerson } = work.run();
    if (needsPerson !== null) return pass(needsPerson.reason);
    await writeFailure(input, stored.run.phase, work);
    return undoWithinLimit(() => undo(work), work);
  });
}

async function undo(work: Work<UndoServices>): Promise<Undone> {
  if (isReleased(work.run())) return retireReleased(work);
  const unsettled = unsettledReason(work.run());
  if (unsettled !== null) return { needsPerson: unsettled };
  // Written last: whoever wrote it died, or was stopped, before the rollout was closed.
  const names = [work.green?.group, work.blue?.group].filter((name) => name !== undefined);
  let read: Promise<Map<string, Group>> | undefined;
  const readGroups = () => (read ??= describeGroups(work.context.aws.autoScaling, names));
  if (work.green?.state === "gone")
    return (await excuseImage(readGroups, work)) ?? (await blame(work)) ?? gonePass(work.green);
  const unexcused = await later(excuseImage(readGroups, work));
  const followed = await later(followSchedule(work));
  const groups = await readGroups();
  const returning = await revertTraffic(groups, work);
  if (returning !== null) return returning;
  followed();
  if (work.blue) await releaseHolds(work.blue.group, groups.get(work.blue.group), work);
  const open = unexcused() ?? (await blame(work));
  return removeGreen(groups, open, work);
}

/** What came of it, to be asked for when traffic is back: a call that fails keeps nobody on green. */
const later = <T>(asked: Promise<T>): Promise<() => T> =>
  asked.then(
    (value) => () => value,
    (error: unknown) => () => {
      throw error;
    },
  );

/** Puts the image in quarantine if it is at fault. What has to be waited for until that is known; null: nothing. */
async function blame(work: Work<UndoServices>): Promise<StepAnswer | null> {
  const open = await judgeSuspects(work);
  if (open === null) await quarantineImage(work);
  return open;
}

const gonePass = ({ number }: Generation): StepAnswer => pass(`generation ${number} is gone`);

/**
 * A fleet that is to stay on green is not taken back to blue for an error: only a person's abort does that. Nor is one whose
 * alarm rang before green had traffic and rings on: nothing says that blue is better.
 */
function unsettledReason({ settlement, failure }: RolloutRecord): string | null {
  if (settlement === null && failure?.error === "StillRinging") return failure.reason;
  if (settlement?.keep !== "green" || failure?.error === "Aborted") return null;
  return `it could not be settled on green: ${failure?.reason ?? "an earlier state failed"}`;
}

/** `phase`: where the rollout stood when the machine caught the error. */
async function writeFailure(input: StepInput, phase: Phase, work: Work<RemovalServices>): Promise<void> {
  if (work.run().failure !== null) return;
  const reason = messageOf(input.error);
  await work.note("decision", reason, { action: "roll-back" });
  await work.update({
    failure: {
      phase,
      error: input.error?.Error ?? "Failed",
      reason,
      imageAtFault: false,
    },
  });
}

/** `open`: what is waited for when green is gone. */
async function removeGreen(
  groups: Map<string, Group>,
  open: StepAnswer | null,
  work: Work<RemovalServices>,
): Promise<StepAnswer> {
  if (work.green === undefined) {
    const unseen = await unpinTemplate(work);
    if (unseen !== null) return unseen;
    await recordNeverLaunched(work);
    return pass("nothing was launched");
  }
  await work.reach("traffic-reverted");
  const kept =
    work.fleet.onFailure.keepGreen - (work.now() - (work.run().milestones["traffic-reverted"] ?? 0)) / 1000;
  if (kept > 0)
    return pause(
      Math.min(kept, KEPT_POLL_SECONDS),
      `green is kept for study for ${formatDuration(kept)} more`,
    );
  const named = goesToZero(work.green.group, work) ? null : await greenNamedBlocker(work);
  if (named !== null) return named;
  const waiting = await removeGroup(work.green, groups.get(work.green.group), work);
  if (waiting !== null) return waiting;
  await work.update({ holds: work.run().holds.filter(({ group }) => group !== work.green?.group) });
  await work.writeGeneration({
    ...work.green,
    state: "gone",
    reason: work.run().failure?.reason ?? "rolled back",
  });
  return open ?? gonePass(work.green);
}

/** Takes the number of a green that was never launched, so that no dead process brings it to life any more. */
async function recordNeverLaunched(work: Work<RemovalServices>): Promise<void> {
  const { fleet, green: number, imageTo, templateVersion: version } = work.run();
  await work.writeGeneration({
    fleet,
    number,
    group: groupName(fleet, number),
    template: { id: work.fleet.template, version, baseVersion: version, ownedByMoult: false },
    image: imageTo,
    targetGroup: null,
    trafficPlace: null,
    state: "gone",
    reason: "never launched: its rollout failed before that",
    createdAt: work.now(),
    healthySeconds: null,
    expectations: null,
  });
}

export const rollBackState = defineState({
  phase: "RollBack",
  input: endingTask,
  services: {
    ec2: ec2Client,
    autoScaling: autoScalingClient,
    elbv2: elbv2Client,
    cloudWatch: cloudWatchClient,
  },
  step: rollBack,
});
