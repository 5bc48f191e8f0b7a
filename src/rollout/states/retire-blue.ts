import { autoScalingClient, type Group } from "../../aws/auto-scaling/auto-scaling.ts";
import { cloudWatchClient } from "../../aws/cloudwatch.ts";
import { ec2Client } from "../../aws/ec2/ec2.ts";
import { elbv2Client } from "../../aws/elbv2/elbv2.ts";
import { ssmClient } from "../../aws/ssm/ssm.ts";
import { formatDuration } from "../../domain/duration.ts";
import { type Generation, targetGroupsOf } from "../../domain/generation.ts";
import { pausePollSeconds } from "../../domain/poll-interval.ts";
import type { StepAnswer } from "../../domain/run/step-answer.ts";
import type { FleetTraffic } from "../../domain/traffic-pairs/fleet-traffic.ts";
import { fail, pause, wait } from "../../step/answers.ts";
import { defineState } from "../../step/state.ts";
import type { StepContext, StepInput } from "../../step/step.ts";
import { stepTask } from "../../step/task-input.ts";
import { checkAgain } from "../following/check-again.ts";
import { finalCheck } from "../gates/final-check.ts";
import { endInconclusive, secondsInconclusive } from "../gates/inconclusive.ts";
import { watchBlocker } from "../gates/watch-blocker.ts";
import { drainBlocker } from "../retirement/drain.ts";
import { FRESH_MS, handoffBlocker } from "../retirement/handoff.ts";
import { forgetProofs } from "../retirement/forget-proofs.ts";
import type { RemovalServices } from "../retirement/removals.ts";
import { retireReleased } from "../retirement/retire-released.ts";
import { nextDue } from "../convergence/next-due.ts";
import { isReleased } from "../is-released.ts";
import { followingStep } from "../following-step.ts";
import { pauseBlocker } from "../steering/pause-blocker.ts";
import { noteSkipped } from "../steering/skipped.ts";
import { refreshReason } from "../neighbours/refresh-reason.ts";
import { shiftToGrownBlue } from "../traffic/grown-blue.ts";
import { leaveRules } from "../retirement/leave-rules.ts";
import { otherRuleReason, otherRules, otherRulesLeft } from "../traffic/other-rules.ts";
import { setAgain } from "../traffic/set-again.ts";
import { strayTraffic } from "../traffic/stray-traffic.ts";
import { countRead, readTraffic, setTraffic } from "../traffic/traffic.ts";
import type { Work } from "../work.ts";

type RetireServices = RemovalServices | "ssm" | "cloudWatch";

/**
 * Until blue is released the way back is still one call. A gate that has too few requests to judge by, as at night, has judged
 * green with all of the traffic when it baked.
 */
const STANDING = { during: "while blue was still there", lasts: true };
const SETTLE_SECONDS = 10;
/** It waits for a person, and green is watched at the same pace. */
const NEIGHBOUR_SECONDS = 60;

/**
 * Takes blue down: drained, kept warm for the declared time, its data handed off, traffic read once more, and only
 * then released. Before that the way back is one call; after it the only way is forward.
 */
export const retireBlue = (input: StepInput, context: StepContext<RetireServices>): Promise<StepAnswer> =>
  followingStep("RetireBlue", input, context, async (work) => {
    const { blue } = work;
    let seen: ReadonlyMap<string, Group> | null = null;
    const last: LastRead = { traffic: null };
    if (!isReleased(work.run())) {
      const began = work.now();
      const before = (await greenBlocker(work)) ?? (blue && (await blueBlocker(blue, last, work)));
      const standing = before ?? (await finalCheck(work));
      if (standing) return standing;
      const refreshed = blue && (await refreshBlocker(blue, work));
      if (refreshed) return refreshed;
      const checked = blue && (await checkAgain(blue, work));
      if (checked && "verdict" in checked) return checked;
      seen = checked;
      // Last, since who is named in no rule is not health-checked, and could not take the traffic back at once.
      if (last.traffic) await leaveRules("blue", last.traffic, work);
      const named = blue && (await namedBlocker(blue, work));
      if (named) return named;
      // What was seen before a call that hung says little about now: servers may have joined blue or left green.
      if (work.now() - began > FRESH_MS) return wait(1, "the looks took long and are taken again");
      await releaseBlue(work);
    }
    return retireReleased(work, seen);
  });

/** What the rules were read to say last in a look, where nothing stands against blue's going in it. */
interface LastRead {
  traffic: FleetTraffic | null;
}

/** What blue still needs before it may go: drained, warm for its time, handed off, and no traffic on it. Null: nothing. */
async function blueBlocker(
  blue: Generation,
  last: LastRead,
  work: Work<RetireServices>,
): Promise<StepAnswer | null> {
  const standing = (await drainBlocker(blue, work)) ?? (await warm(work));
  if (standing !== null)
    return (await strayBlocker(work)) ?? (await watchBlocker(STANDING, work)) ?? standing;
  if (work.fleet.retire.handoff === undefined) return trafficBlocker(last, work);
  return (
    // A proof that data is safe is worth something only while nobody makes new data there.
    (await trafficBlocker(last, work)) ??
    // Nor is blue asked to give its data away while it may have to take the traffic back.
    (await watchBlocker(STANDING, work)) ??
    (await handoffBlocker(blue, work)) ??
    (await trafficBlocker(last, work))
  );
}

/** Blue has grown in a fleet that had no servers, or a person has paused the rollout. Null: neither. */
const greenBlocker = async (work: Work<RetireServices>): Promise<StepAnswer | null> =>
  (await shiftToGrownBlue(work)) ?? (await heldBlocker(work));

/** A person has paused the rollout: green is watched, and blue stays as it is. Null: nobody has. */
async function heldBlocker(work: Work<RetireServices>): Promise<StepAnswer | null> {
  const held = pauseBlocker("blue is drained and goes", work);
  return held && ((await strayBlocker(work)) ?? (await watchBlocker(STANDING, work)) ?? held);
}

/** Blue is warm or drains, and somebody has given it traffic that it does not answer. */
async function strayBlocker(work: Work<RetireServices>): Promise<StepAnswer | null> {
  const stray = await strayTraffic(work);
  if (stray === null || "verdict" in stray) return stray;
  await forgetProofs(work);
  return setAgain(100, stray, work);
}

/** Somebody has blue's servers replaced, and wants them. */
async function refreshBlocker(blue: Generation, work: Work<RetireServices>): Promise<StepAnswer | null> {
  const refresh = await refreshReason(blue.group, work.context);
  return refresh === null ? null : wait(NEIGHBOUR_SECONDS, `blue stays: ${refresh}`);
}

/**
 * Somebody may have named blue's target group since the rollout began: those requests would have nobody to go to. The fleet's
 * own rules name it no more, so whoever does is somebody else, and has it health-checked: that is one call to see.
 */
async function namedBlocker(blue: Generation, work: Work<RetireServices>): Promise<StepAnswer | null> {
  const askWho = work.strategy.source.kind === "actions" ? otherRulesLeft : otherRules;
  const others = await askWho(work.fleet.traffic, targetGroupsOf(blue), work.context);
  const found = others.map(otherRuleReason);
  return found.length === 0 ? null : wait(NEIGHBOUR_SECONDS, `blue stays: ${found.join("; ")}`);
}

/** The point of no return, written down before anything of blue is touched. */
async function releaseBlue(work: Work<RetireServices>): Promise<void> {
  await work.note("decision", "every proof is there: blue is released", {
    action: "release",
    evidence: { traffic: work.run().traffic },
  });
  const { holds, milestones } = work.run();
  // One write: who dies around it is either before the point of no return or behind it.
  await work.update({
    holds: holds.filter(({ group }) => group !== work.blue?.group),
    milestones: { ...milestones, "blue-released": work.now() },
  });
}

async function warm(work: Work<RetireServices>): Promise<StepAnswer | null> {
  const { warm: seconds } = work.fleet.retire;
  await noteSkipped(
    ({ retire }) => (retire.warm > 0 ? `warm time of ${formatDuration(retire.warm)}` : null),
    work,
  );
  if (seconds === 0) return null;
  await work.reach("warm");
  const left = seconds - (work.now() - (work.run().milestones["warm"] ?? 0)) / 1000;
  if (left <= 0) return null;
  const next = await nextDue(work);
  if (next !== null) {
    const reason = `blue's warm time ends early: another rollout is due (${next})`;
    await work.note("decision", reason, { action: "end-warm" });
    return null;
  }
  return pause(
    pausePollSeconds(left),
    `blue is kept warm for ${formatDuration(left)} more; abort to go back in seconds`,
  );
}

/** Before blue goes, traffic has to be where it was set, and no client may stick to blue any more. */
async function trafficBlocker(last: LastRead, work: Work<RetireServices>): Promise<StepAnswer | null> {
  if (work.strategy.source.kind === "nothing") return null;
  const { traffic, reading } = await readTraffic(work);
  last.traffic = traffic;
  if ((await countRead(reading, work)) > 0) {
    await endInconclusive(work, "traffic-moved");
    const calls = await work.context.withReason(
      "blue is drained: end the sticky sessions that are left on it",
      null,
      () => setTraffic(100, traffic, work, { leaves: "blue" }),
    );
    return calls === 0 ? null : wait(SETTLE_SECONDS, "the last sticky clients move to green");
  }
  if ((await secondsInconclusive(work, "traffic-moved")) > work.fleet.deadlines.validate)
    return fail("traffic does not stay on green: somebody else keeps moving it");
  await forgetProofs(work);
  // Whoever took traffic from green may have taken it out of the rule, and out of its health checks.
  if (work.strategy.source.kind === "actions") return setAgain(100, { traffic, reading }, work);
  await work.context.withReason(
    "traffic was found elsewhere just before blue would go: set it again",
    null,
    () => setTraffic(100, traffic, work),
  );
  return wait(SETTLE_SECONDS, "traffic was not on green any more and is set again");
}

export const retireBlueState = defineState({
  phase: "RetireBlue",
  input: stepTask,
  services: {
    ec2: ec2Client,
    autoScaling: autoScalingClient,
    elbv2: elbv2Client,
    ssm: ssmClient,
    cloudWatch: cloudWatchClient,
  },
  step: retireBlue,
});
