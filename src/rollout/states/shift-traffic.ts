import { autoScalingClient } from "../../aws/auto-scaling/auto-scaling.ts";
import { cloudWatchClient } from "../../aws/cloudwatch.ts";
import { elbv2Client } from "../../aws/elbv2/elbv2.ts";
import type { Fleet } from "../../domain/declaration/fleet.ts";
import { formatDuration } from "../../domain/duration.ts";
import { pausePollSeconds } from "../../domain/poll-interval.ts";
import type { StepAnswer } from "../../domain/run/step-answer.ts";
import { exceptAhead, isAhead, keptAhead } from "../../domain/traffic-pairs/as-set.ts";
import { leastShare, shownReading } from "../../domain/traffic-pairs/fleet-traffic.ts";
import { fail, pass, pause, wait } from "../../step/answers.ts";
import { defineState } from "../../step/state.ts";
import type { StepContext, StepInput } from "../../step/step.ts";
import { stepTask } from "../../step/task-input.ts";
import { readGroups, syncCapacity } from "../capacity/sync-capacity.ts";
import { shiftWindow } from "../approval/shift-window.ts";
import { followBeforeLastStep } from "../following/follow-before-last-step.ts";
import { followingStep } from "../following-step.ts";
import { putAttachedPolicies } from "../green/put-attached-policies.ts";
import { forgetProofs } from "../retirement/forget-proofs.ts";
import { grownBlue } from "../traffic/grown-blue.ts";
import { leaveSilentBlue } from "../traffic/leave-silent-blue.ts";
import { pauseBlocker } from "../steering/pause-blocker.ts";
import { noteSkipped } from "../steering/skipped.ts";
import { setAgain } from "../traffic/set-again.ts";
import { returnEarlyTraffic } from "../traffic/early-traffic.ts";
import { type ShiftServices, shiftBlocker, watchShift } from "../traffic/shift-blocker.ts";
import {
  countRead,
  type Observed,
  type Reading,
  readTraffic,
  setTraffic,
  unseenSeconds,
  withFirstTraffic,
} from "../traffic/traffic.ts";
import type { Work } from "../work.ts";

/** Between two reads that have to agree: the load balancer's nodes follow a change within seconds. */
const SETTLE_SECONDS = 10;
/** Reads after the last step that have to agree before traffic counts as moved. */
const AGREEING_READS = 2;
const GROW_POLL_SECONDS = 10;
const SOON_SECONDS = 60;

/**
 * Moves traffic to green in the declared steps. Before each step: blue's size is read again (green follows a blue
 * that grew), the watched gates are judged, and what the last step set is read back.
 */
export const shiftTraffic = (input: StepInput, context: StepContext<ShiftServices>): Promise<StepAnswer> =>
  followingStep("ShiftTraffic", input, context, async (work) => {
    const { steps } = work.strategy;
    const closed = await shiftWindow(work.run(), work.context.ledger, work.now());
    if (closed !== null) return { ...wait(1, closed.reason), verdict: "hold" };
    if (work.strategy.source.kind === "nothing") return sizeOnly(work);
    const servers = await grownBlue(work);
    if (servers !== null) return giveToGrownBlue(servers, work);
    const observed = await readTraffic(work);
    if ("unreadable" in observed.reading)
      return (await watchShift(work)) ?? wait(SETTLE_SECONDS, observed.reading.unreadable);
    const { traffic } = work.run();
    if (traffic.setAt !== null && (await countRead(observed.reading, work)) === 0)
      return startOver(observed, work);
    if (traffic.step >= steps.length && traffic.setAt !== null) return settled(work);
    return stepWhenDue(observed, work);
  });

/** The next step, unless the one before it lasts, a person holds it, or blue has gone silent meanwhile. */
async function stepWhenDue(observed: Observed, work: Work<ShiftServices>): Promise<StepAnswer> {
  const pauseLeft = pauseOf(work);
  const lasting = pauseLeft > 0 ? pauseOn(pauseLeft, work) : heldStep(work);
  const left = lasting !== null || !isSoonMoved(work) ? await leaveSilentBlue(observed, work) : null;
  if (left !== null) return left;
  if (lasting !== null) return (await watchShift(work, { lasts: true })) ?? lasting;
  return nextStep(observed, work);
}

/** Nothing to move: green is as large as blue is now, and blue cannot shrink while it is not released. */
async function sizeOnly(work: Work<ShiftServices>): Promise<StepAnswer> {
  await work.reach("watched");
  const groups = await readGroups(work);
  if ("missing" in groups) return fail(groups.missing);
  const grown = await syncCapacity(groups, work);
  const held = pauseBlocker("the fleet has no traffic to move", work);
  if (grown === null && held !== null) return (await watchShift(work, { lasts: true })) ?? held;
  if (grown === null) return pass("the fleet has no traffic to move");
  const watched = await watchShift(work);
  return watched?.verdict === "fail" ? watched : wait(GROW_POLL_SECONDS, grown);
}

const NOT_MOVED = { step: 0, setPercent: 0, setAt: null, observedPercent: null, agreeingReads: 0 };

/** Blue takes the traffic; what was proved of it, and of a green without servers, has to be proved anew. */
async function giveToGrownBlue(servers: number, work: Work<ShiftServices>): Promise<StepAnswer> {
  const { traffic } = await readTraffic(work);
  const reason = `the fleet had no servers and blue has ${servers} now: it takes the traffic until green has grown`;
  await work.context.withReason(reason, { from: work.run().traffic.setPercent, to: 0 }, () =>
    setTraffic(0, traffic, work),
  );
  await forgetProofs(work);
  // What rang while a green without servers had the traffic is not what its servers did.
  const { warm: _warm, baked: _baked, "first-traffic": _first, ...milestones } = work.run().milestones;
  await work.update({ traffic: NOT_MOVED, milestones });
  return wait(SETTLE_SECONDS, reason);
}

/** Seconds that the current step still has to last. */
function pauseOf(work: Work<ShiftServices>): number {
  const { setAt, step } = work.run().traffic;
  return setAt === null || step === 0
    ? 0
    : Math.ceil(work.strategy.pauseSeconds - (work.now() - setAt) / 1000);
}

/** Whether the steps that are left take all traffic from blue so soon that its health need not be asked for. */
function isSoonMoved(work: Work<ShiftServices>): boolean {
  const left = work.strategy.steps.length - work.run().traffic.step - 1;
  return left * Math.max(SETTLE_SECONDS, work.strategy.pauseSeconds) <= SOON_SECONDS;
}

function pauseOn(seconds: number, work: Work<ShiftServices>): StepAnswer {
  const { setPercent } = work.run().traffic;
  const reason = `${setPercent}% of the traffic is on green; the step lasts ${formatDuration(seconds)} more`;
  return pause(pausePollSeconds(seconds), reason);
}

/** A person has paused the rollout before its next step; null: nobody has. */
function heldStep(work: Work<ShiftServices>): StepAnswer | null {
  const { step, setPercent } = work.run().traffic;
  const what = `step ${step + 1} of ${work.strategy.steps.length}`;
  return pauseBlocker(`${what}, green has ${setPercent}% of the traffic`, work);
}

async function nextStep(observed: Observed, work: Work<ShiftServices>): Promise<StepAnswer> {
  const first = await shiftBlocker(observed.traffic, work);
  if (first?.verdict === "wait") {
    // What a green that answers nowhere has before its first step, somebody gave it.
    if (work.run().traffic.setAt === null) await returnEarlyTraffic(work);
    return (await leaveSilentBlue(observed, work)) ?? first;
  }
  if (first !== null) return first;
  await followBeforeLastStep(work);
  const { step } = work.run().traffic;
  const isSkipped = ({ traffic }: Fleet): boolean => step > 0 && "pause" in traffic && traffic.pause > 0;
  await noteSkipped((declared) => (isSkipped(declared) ? "the pauses of its steps" : null), work);
  // More than its step that somebody gave it stays: blue may not be fit to take it.
  const { reading } = observed;
  const isRead = "percent" in reading;
  const percent = Math.max(work.strategy.steps[step] ?? 100, isRead ? leastShare(reading) : 0);
  const except = isRead ? exceptAhead(reading, percent) : new Map();
  if (step === work.strategy.steps.length - 1) await putAttachedPolicies(work);
  await work.context.withReason(
    `step ${step + 1} of ${work.strategy.steps.length}: ${percent}% of the traffic to green`,
    { gates: work.run().gates },
    () => setTraffic(percent, observed.traffic, work, { step: step + 1, except }),
  );
  if (step + 1 < work.strategy.steps.length) {
    const seconds = pausePollSeconds(Math.max(SETTLE_SECONDS, work.strategy.pauseSeconds));
    return pause(seconds, `${percent}% of the traffic set to green`);
  }
  await countRead((await readTraffic(work)).reading, work);
  return wait(SETTLE_SECONDS, "all traffic is set to green; it is read once more");
}

/** The last step is set: traffic has moved when enough reads agree. */
async function settled(work: Work<ShiftServices>): Promise<StepAnswer> {
  const { agreeingReads } = work.run().traffic;
  if (agreeingReads < AGREEING_READS)
    return wait(SETTLE_SECONDS, `read back as moved ${agreeingReads} of ${AGREEING_READS} times`);
  const unproved = await firstInTargetGroup(work);
  if (unproved !== null) return unproved;
  const held = pauseBlocker("all traffic is on green", work);
  if (held !== null) return (await watchShift(work, { lasts: true })) ?? held;
  await work.note("evidence", `all traffic is on green: ${agreeingReads} reads agree`, {
    evidence: { traffic: work.run().traffic },
  });
  return pass("all traffic is on green");
}

/** A first generation in one target group is checked only since it has the traffic: what validation could not ask is judged here. */
const firstInTargetGroup = async (work: Work<ShiftServices>): Promise<StepAnswer | null> =>
  work.blue === null && work.strategy.source.kind === "attachments" ? watchShift(work) : null;

/** What is read is not what was set: a lost call, or somebody else's change. The step is done over on what is there. */
async function startOver(observed: Observed, work: Work<ShiftServices>): Promise<StepAnswer> {
  const { setPercent } = work.run().traffic;
  const { reading } = observed;
  const found = shownReading(reading);
  if ("percent" in reading && isAhead(reading, work.run().traffic)) return keepAhead(reading, work);
  const isAttached = work.strategy.source.kind === "attachments";
  const unseen = isAttached && "percent" in reading ? unseenSeconds(work) : 0;
  if (unseen > 0) return wait(unseen, `${setPercent}% was set a moment ago and may not be read yet`);
  await work.note("evidence", `green was set to ${setPercent}% but ${found} is read: the step starts over`, {
    evidence: { observed },
  });
  if (work.strategy.source.kind === "attachments" && found === "0%") {
    // Where green is not attached nothing can tell its health: it is attached as at the beginning.
    await work.update({ traffic: NOT_MOVED });
    return heldStep(work) ?? nextStep(observed, work);
  }
  // Its own step, not what somebody had given it on top: that was taken back.
  const { step } = work.run().traffic;
  return setAgain(step === 0 ? 0 : (work.strategy.steps[step - 1] ?? 100), observed, work);
}

/**
 * Somebody gave green more than its step: nothing is taken from it while it is good, since blue may not be fit to take
 * it. The step is judged and paused on what is there.
 */
async function keepAhead(reading: Reading["reading"], work: Work<ShiftServices>): Promise<StepAnswer> {
  const { traffic } = work.run();
  const { percent } = reading;
  const reason = `green was set to ${traffic.setPercent}% and somebody gave it ${shownReading(reading)}: it keeps that`;
  await work.note("evidence", reason, { evidence: { traffic } });
  await work.update({
    traffic: { ...traffic, ...keptAhead(reading, traffic), setAt: work.now(), observedPercent: percent },
    ...withFirstTraffic(work),
  });
  return wait(SETTLE_SECONDS, reason);
}

export const shiftTrafficState = defineState({
  phase: "ShiftTraffic",
  input: stepTask,
  services: { autoScaling: autoScalingClient, elbv2: elbv2Client, cloudWatch: cloudWatchClient },
  step: shiftTraffic,
});
