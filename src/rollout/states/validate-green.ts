import { autoScalingClient, describeGroups } from "../../aws/auto-scaling/auto-scaling.ts";
import { cloudWatchClient } from "../../aws/cloudwatch.ts";
import { ec2Client } from "../../aws/ec2/ec2.ts";
import { elbv2Client } from "../../aws/elbv2/elbv2.ts";
import { ssmClient } from "../../aws/ssm/ssm.ts";
import { formatDuration } from "../../domain/duration.ts";
import type { GateVerdict } from "../../domain/gate.ts";
import {
  combineVerdicts,
  type Gate,
  gateKinds,
  type NamedGate,
  namedGates,
} from "../../domain/gate-kinds.ts";
import { nextPollSeconds, TYPICAL_HEALTHY_SECONDS } from "../../domain/poll-interval.ts";
import type { StepAnswer } from "../../domain/run/step-answer.ts";
import { fail, pass, wait } from "../../step/answers.ts";
import { defineState } from "../../step/state.ts";
import type { StepContext, StepInput } from "../../step/step.ts";
import { stepTask } from "../../step/task-input.ts";
import { askBaselines } from "../gates/blue/ask-baselines.ts";
import { type BlueSide, blueSide } from "../gates/blue/blue-side.ts";
import { compareWithBlue } from "../gates/blue/compare-with-blue.ts";
import { failUnread } from "../gates/fail-unread.ts";
import { failGreen } from "../gates/fail-green.ts";
import { failWithoutBlame } from "../gates/fail-without-blame.ts";
import { failImage } from "../gates/fail-image.ts";
import { judgeGates, type Observers } from "../gates/judge-gates.ts";
import { observeAlarms } from "../gates/observe/alarms.ts";
import { observeCommand } from "../gates/observe/command.ts";
import { observeHttp } from "../gates/observe/http.ts";
import { observeInstanceStatus } from "../gates/observe/instance-status.ts";
import { healthSource, observeTargetHealth } from "../gates/observe/target-health.ts";
import { needsYes } from "../../domain/approval/shift-subject.ts";
import { isWindowed } from "../approval/shift-window.ts";
import { followingStep } from "../following-step.ts";
import { EARLY_POLL_SECONDS, returnEarlyTraffic } from "../traffic/early-traffic.ts";
import { noteStand, secondsToGetGood } from "../gates/stands.ts";
import { pauseBlocker } from "../steering/pause-blocker.ts";
import { gatesLeft, isPromoted } from "../steering/skipped.ts";
import { greenOf, type Work } from "../work.ts";

type Services = "ec2" | "autoScaling" | "elbv2" | "ssm" | "cloudWatch";

const observers: Observers<Services> = {
  instanceStatus: observeInstanceStatus,
  targetHealth: observeTargetHealth,
  command: observeCommand,
  http: observeHttp,
  alarms: observeAlarms,
};

/** How soon to look again once a command is running. */
const COMMAND_POLL_SECONDS = 5;

/**
 * Judges every gate before any traffic moves. Gates that only look come first; a command is run and a request sent
 * only when those pass, since a server that is still booting would fail them.
 */
export const validateGreen = (input: StepInput, context: StepContext<Services>): Promise<StepAnswer> =>
  followingStep("ValidateGreen", input, context, async (work) => {
    const judged = namedGates(work.fleet.gates).filter(({ gate }) => isJudged(gate, work));
    const gates = await gatesLeft(judged, work);
    const side = blueSide<Services>(observers, work);
    const unanswered = await askBaselines(gates, side, work);
    const age = (work.now() - greenOf(work).createdAt) / 1000;
    // What was remembered of a slow time leaves half of the phase's own: a gate may ask that servers stay healthy.
    const remembered = work.blue?.healthySeconds ?? TYPICAL_HEALTHY_SECONDS;
    const expected = Math.min(remembered, work.fleet.deadlines.validate / 2);
    if (work.run().size > 0 && age < expected) {
      await returnEarlyTraffic(work);
      return wait(
        Math.min(EARLY_POLL_SECONDS, nextPollSeconds(age, expected)),
        `the servers are booting; they are expected to be healthy in ${formatDuration(expected - age)}`,
      );
    }
    return judgeAll(gates, { side, unanswered, work });
  });

/** When green's servers have had so long to boot, who waits is compared with blue. */
const COMPARE_AFTER_SECONDS = 120;

interface Judging {
  readonly side: BlueSide<Services>;
  /** Names of gates that blue is to answer first. */
  readonly unanswered: readonly string[];
  readonly work: Work<Services>;
}

async function judgeAll(
  gates: readonly NamedGate[],
  { side, unanswered, work }: Judging,
): Promise<StepAnswer> {
  const judging = { observers, work, compare: compareWithBlue(side, work, COMPARE_AFTER_SECONDS) };
  // What passed in this phase is not asked for again while a command runs; ShiftTraffic judges the watched ones anew.
  const passed = work
    .run()
    .gates.filter(({ verdict, since }) => verdict === "pass" && (since ?? 0) >= work.run().phaseStartedAt);
  const open = gates.filter(({ name }) => !passed.some(({ gate }) => gate === name));
  const servers = open.every(({ gate }) => gate.kind === "command") ? null : await serversOf(work);
  if (servers?.length === 0 && work.run().size > 0) return noServers(work);
  const watching = open.filter(({ gate }) => !acts(gate));
  const seen = [...passed, ...(await judgeGates(watching, servers, judging))];
  if (combineVerdicts(seen).verdict !== "pass") return answerFor(seen, work);
  await rememberHealthy(work);
  const acting = servers?.length === 0 ? [] : open.filter(({ gate }) => acts(gate));
  const asked = acting.filter(({ name }) => !unanswered.includes(name));
  const held = acting.filter(({ name }) => unanswered.includes(name)).map(({ name }) => afterBlue(name));
  return answerFor([...seen, ...(await judgeGates(asked, servers, judging)), ...held], work);
}

const afterBlue = (gate: string): GateVerdict => ({
  gate,
  verdict: "wait",
  reason: "blue is asked the same first",
  value: "not asked",
  threshold: "asked",
  since: null,
  ending: { imageAtFault: false, error: "GateUnread" },
});

/** What is judged before any traffic moves: where there is a target group, its health; no metric, for want of requests. */
function isJudged({ kind }: Gate, work: Work<Services>): boolean {
  const { needs } = gateKinds[kind];
  return needs !== "metrics" && (needs !== "targetHealth" || healthSource(work) !== null);
}

/** Whether judging the gate does something on the servers. */
const acts = (gate: Gate): boolean => ["command", "http"].includes(gateKinds[gate.kind].needs);

async function answerFor(verdicts: readonly GateVerdict[], work: Work<Services>): Promise<StepAnswer> {
  const { verdict, reason, ending } = combineVerdicts(verdicts);
  const { validate } = work.fleet.deadlines;
  const evidence = { verdicts };
  await noteStand({ verdict, reason }, work);
  if (verdict === "pass") {
    const held = pauseBlocker(`green passed every gate: ${reason}`, work);
    if (held !== null) return held;
    await work.note("evidence", `green passed every gate: ${reason}`, { evidence });
    if (!needsYes(work.run()) && !isWindowed(work.run())) return pass(reason);
    await work.note("decision", reason, { action: "ValidateGreen passed" });
    return { ...pass(reason), verdict: "hold" };
  }
  if (verdict === "fail") {
    await work.note("evidence", reason, { evidence });
    return ending?.imageAtFault === false
      ? failWithoutBlame(reason, ending, work)
      : failImage(reason, work, ending);
  }
  if (secondsToGetGood(work) > validate) {
    await work.note("evidence", reason, { evidence });
    const late = `${reason}; not proved good within ${formatDuration(validate)}`;
    if (verdict === "unknown") return failUnread(late);
    return ending?.imageAtFault === false
      ? failWithoutBlame(late, ending, work)
      : failGreen(late, work, ending);
  }
  // A green that passes is read by ShiftTraffic at once.
  await returnEarlyTraffic(work);
  const running = verdicts.some(
    ({ gate, verdict: each }) => each === "wait" && work.run().commands[gate] !== undefined,
  );
  return wait(running ? COMMAND_POLL_SECONDS : nextPollSeconds(work.inPhase(), 0), reason);
}

/** A gate that is asked about nobody says nothing: no server is not good, and not the image's fault either. */
function noServers(work: Work<Services>): StepAnswer {
  const reason = `green's group ${greenOf(work).group} has no servers, or is gone`;
  return secondsToGetGood(work) > work.fleet.deadlines.validate
    ? fail(reason)
    : wait(COMMAND_POLL_SECONDS, reason);
}

/** Instance ids of green's servers. */
async function serversOf(work: Work<Services>): Promise<string[]> {
  const { group } = greenOf(work);
  const green = (await describeGroups(work.context.aws.autoScaling, [group])).get(group);
  return green?.instances.map(({ id }) => id) ?? [];
}

/** How long green's servers took, for the pace of the next rollout: without the time in which the fleet was frozen. */
async function rememberHealthy(work: Work<Services>): Promise<void> {
  const green = greenOf(work);
  // Of gates that nobody asked nothing is known.
  if (green.healthySeconds !== null || isPromoted(work)) return;
  const { startedAt, deadlineAt } = work.run();
  const frozenMs = Math.max(0, deadlineAt - startedAt - work.fleet.deadlines.rollout * 1000);
  const took = Math.max(1, Math.round((work.now() - green.createdAt - frozenMs) / 1000));
  await work.writeGeneration({ ...green, healthySeconds: took });
}

export const validateGreenState = defineState({
  phase: "ValidateGreen",
  input: stepTask,
  services: {
    ec2: ec2Client,
    autoScaling: autoScalingClient,
    elbv2: elbv2Client,
    ssm: ssmClient,
    cloudWatch: cloudWatchClient,
  },
  step: validateGreen,
});
