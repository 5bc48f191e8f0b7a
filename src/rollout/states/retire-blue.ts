import { describeGroups, type Group } from "../../aws/auto-scaling/auto-scaling.ts";
import { formatDuration } from "../../domain/duration.ts";
import type { Generation } from "../../domain/generation.ts";
import type { StepAnswer } from "../../domain/run/rollout.ts";
import { waitingRequest } from "../../ledger/requests.ts";
import { fail, pass, wait } from "../../step/answers.ts";
import { isReleased, runStep } from "../../step/run-step.ts";
import type { StepContext, StepInput } from "../../step/step.ts";
import { greenOf, type Work } from "../../step/work.ts";
import { releaseHolds } from "../capacity/holds.ts";
import { failGreen } from "../gates/fail-green.ts";
import { finalCheck, tooSmallReason } from "../gates/final-check.ts";
import { endInconclusive, secondsInconclusive } from "../gates/inconclusive.ts";
import { watchGreen } from "../gates/watch-green.ts";
import { drainBlocker } from "../retirement/drain.ts";
import { FRESH_MS, handoffBlocker } from "../retirement/handoff.ts";
import { type RemovalServices, removeGroup } from "../retirement/remove-group.ts";
import { countRead, readTraffic, setTraffic } from "../traffic/traffic.ts";
import { setAgain } from "./shift-traffic.ts";

export type RetireServices = RemovalServices | "ssm" | "cloudWatch";

/** A warm blue is looked at this often: an abort or a newer request must not wait for its end. */
const WARM_POLL_SECONDS = 300;
const SETTLE_SECONDS = 10;
const POLL_SECONDS = 60;

/**
 * Takes blue down: drained, kept warm for the declared time, its data handed off, traffic read once more, and only
 * then released. Before that the way back is one call; after it the only way is forward.
 */
export const retireBlue = (input: StepInput, context: StepContext<RetireServices>): Promise<StepAnswer> =>
  runStep("RetireBlue", input, context, async (work) => {
    const { blue } = work;
    if (!isReleased(work)) {
      const began = work.now();
      const before = (blue && (await blueBlocker(blue, work))) ?? (await finalCheck(work));
      if (before !== null) return before;
      // What was seen before a call that hung says little about now: servers may have joined blue or left green.
      if (work.now() - began > FRESH_MS) return wait(1, "the looks took long and are taken again");
      await releaseBlue(work);
    }
    return retireReleased(work);
  });

/** What blue still needs before it may go: drained, warm for its time, handed off, and no traffic on it. Null: nothing. */
async function blueBlocker(blue: Generation, work: Work<RetireServices>): Promise<StepAnswer | null> {
  const { handoff } = work.fleet.retire;
  const standing = (await drainBlocker(blue, work)) ?? (await warm(work));
  if (standing !== null) return watched(standing, work);
  return (
    // A proof that data is safe is worth something only while nobody makes new data there.
    (handoff && (await trafficBlocker(work))) ??
    (await handoffBlocker(blue, work)) ??
    (await trafficBlocker(work))
  );
}

/** Until blue is released green is watched as in the bake: the way back is still one call. */
async function watched(waiting: StepAnswer, work: Work<RetireServices>): Promise<StepAnswer> {
  const { verdict, reason } = await watchGreen(null, work);
  return verdict === "fail" ? failGreen(`while blue was still there: ${reason}`, work) : waiting;
}

/** What is left to do once blue is released; RollBack comes here too, since there is no way back any more. */
export async function retireReleased(work: Work<RemovalServices>): Promise<StepAnswer> {
  await promoteGreen(work);
  const green = greenOf(work);
  const groups = await describeGroups(work.context.aws.autoScaling, [
    green.group,
    ...(work.blue ? [work.blue.group] : []),
  ]);
  await releaseHolds(green.group, groups.get(green.group)?.minSize, work);
  if (work.blue === null) return pass("the first generation is live");
  if (work.rollout().marks["retained"] !== undefined)
    return pass(`generation ${work.blue.number} is retained`);
  // Written last: whoever wrote it died, or was stopped, before the rollout was closed.
  if (work.blue.state === "gone") return pass(`generation ${work.blue.number} is gone`);
  const group = groups.get(work.blue.group);
  const waiting = (await removalBlocker(groups, work)) ?? (await removeGroup(work.blue, group, work));
  // What is not there cannot be kept for a person: whether it is gone is known within half a minute.
  if (waiting !== null && (group === undefined || work.now() < goneBy(work))) return waiting;
  if (waiting !== null) return retainBlue(work.blue, waiting.reason, work);
  await work.writeGeneration({
    ...work.blue,
    state: "gone",
    reason: `replaced by generation ${green.number}`,
  });
  return pass(`generation ${work.blue.number} is gone`);
}

/**
 * Between blue's release and its end may lie a freeze, a throttled call or an execution that died: while blue is whole,
 * green has to be enough, and blue stays under traffic that somebody gave it meanwhile. Null: blue may go.
 */
async function removalBlocker(
  groups: ReadonlyMap<string, Group>,
  work: Work<RemovalServices>,
): Promise<StepAnswer | null> {
  const blue = work.blue && groups.get(work.blue.group);
  const { marks } = work.rollout();
  if (!blue || marks[`${blue.name}-to-zero`] !== undefined) return null;
  const small = tooSmallReason(groups.get(greenOf(work).group), work);
  if (small !== null) return wait(SETTLE_SECONDS, `blue stays: ${small}`);
  const isJustReleased = work.now() - (marks["blue-released"] ?? 0) < FRESH_MS;
  if (isJustReleased || work.strategy.source.kind === "nothing") return null;
  const { reading } = await readTraffic(work);
  if (!("percent" in reading) || reading.percent === 100) return null;
  return wait(
    POLL_SECONDS,
    `blue stays: somebody moved traffic after blue was released, ${reading.percent}% is on green`,
  );
}

/** Blue has as long to go as a rollout may take, from its release on: a long warm time takes nothing away from that. */
const goneBy = (work: Work<never>): number =>
  (work.rollout().marks["blue-released"] ?? 0) + work.fleet.deadlines.rollout * 1000;

/** Keeps blue's group, out of traffic, for a person to look at. */
export async function retainBlue(
  blue: Generation,
  reason: string,
  work: Work<RemovalServices>,
): Promise<StepAnswer> {
  await work.note("decision", `generation ${blue.number} is kept out of traffic: ${reason}`, {
    action: "retain",
    subject: blue.group,
  });
  await work.writeGeneration({ ...blue, state: "retained", reason });
  await work.mark("retained");
  return pass(`generation ${blue.number} is retained: ${reason}`);
}

/** The point of no return, written down before anything of blue is touched. */
async function releaseBlue(work: Work<RetireServices>): Promise<void> {
  await work.note("decision", "every proof is there: blue is released", {
    action: "release",
    evidence: { traffic: work.rollout().traffic },
  });
  const { holds, marks } = work.rollout();
  // One write: who dies around it is either before the point of no return or behind it.
  await work.update({
    holds: holds.filter(({ group }) => group !== work.blue?.group),
    marks: { ...marks, "blue-released": work.now() },
  });
}

/** Green is live and blue retires, or is retained: what is true from the release on, also when who released died right after. */
async function promoteGreen(work: Work<never>): Promise<void> {
  const green = greenOf(work);
  const { id, marks } = work.rollout();
  if (green.state !== "live")
    await work.writeGeneration({
      ...green,
      state: "live",
      reason: `carries the traffic since rollout ${id}`,
    });
  if (work.blue?.state !== "live") return;
  const isRetained = marks["retained"] !== undefined;
  await work.writeGeneration({
    ...work.blue,
    state: isRetained ? "retained" : "retiring",
    reason: `replaced by generation ${green.number}${isRetained ? ", without proof that its data is safe" : ""}`,
  });
}

async function warm(work: Work<RetireServices>): Promise<StepAnswer | null> {
  const { warm: seconds } = work.fleet.retire;
  if (seconds === 0) return null;
  await work.mark("warm");
  const left = seconds - (work.now() - (work.rollout().marks["warm"] ?? 0)) / 1000;
  if (left <= 0) return null;
  const next = await waitingRequest(work.context.ledger, work.fleet.fleet);
  if (next && (next.force || next.image !== work.rollout().imageTo)) {
    await work.note("decision", `blue's warm time ends early: a newer request waits (${next.reason})`, {
      action: "end-warm",
    });
    return null;
  }
  return wait(
    Math.min(left, WARM_POLL_SECONDS),
    `blue is kept warm for ${formatDuration(left)} more; abort to go back in seconds`,
  );
}

/** Before blue goes, traffic has to be where it was set, and no client may stick to blue any more. */
async function trafficBlocker(work: Work<RetireServices>): Promise<StepAnswer | null> {
  if (work.strategy.source.kind === "nothing") return null;
  const { traffic, reading } = await readTraffic(work);
  if ((await countRead(reading, work)) > 0) {
    await endInconclusive(work, "moved");
    work.context.because("blue is drained: end the sticky sessions that are left on it");
    const calls = await setTraffic(100, traffic, work, "blue");
    return calls === 0 ? null : wait(SETTLE_SECONDS, "the last sticky clients move to green");
  }
  if ((await secondsInconclusive(work, "moved")) > work.fleet.deadlines.validate)
    return fail("traffic does not stay on green: somebody else keeps moving it");
  await forgetProofs(work);
  // Whoever took traffic from green may have taken it out of the rule, and out of its health checks.
  if (work.strategy.source.kind === "actions") return setAgain({ traffic, reading }, work);
  work.context.because("traffic was found elsewhere just before blue would go: set it again");
  await setTraffic(100, traffic, work);
  return wait(SETTLE_SECONDS, "traffic was not on green any more and is set again");
}

/** Blue has served again: that it was drained and that its data was safe has to be proved anew. */
async function forgetProofs(work: Work<RetireServices>): Promise<void> {
  const { drained: _drained, "handed-off": _handedOff, ...marks } = work.rollout().marks;
  const { handoff: _handoff, ...commands } = work.rollout().commands;
  await work.update({ marks, commands });
}
