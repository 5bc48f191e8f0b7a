import { describeGroups } from "../aws/auto-scaling.ts";
import { formatDuration } from "../domain/duration.ts";
import type { GateVerdict } from "../domain/gate.ts";
import { combineVerdicts, gateKinds, type NamedGate, namedGates } from "../domain/gate-kinds.ts";
import { nextLook, TYPICAL_HEALTHY_SECONDS } from "../domain/pace.ts";
import type { StepAnswer } from "../domain/rollout.ts";
import { pass, wait } from "./answers.ts";
import { blameImage } from "./blame-image.ts";
import { carryOut } from "./carry-out.ts";
import { judgeGates, type Observers } from "./judge-gates.ts";
import { observeAlarms } from "./observe/alarms.ts";
import { observeCommand } from "./observe/command.ts";
import { observeHttp } from "./observe/http.ts";
import { observeInstanceStatus } from "./observe/instance-status.ts";
import { healthSource, observeTargetHealth } from "./observe/target-health.ts";
import type { StepContext, StepInput } from "./step.ts";
import { greenOf, type Work } from "./work.ts";

type Services = "ec2" | "autoScaling" | "elbv2" | "ssm" | "cloudWatch";

const observers: Observers<Services> = {
  instanceStatus: observeInstanceStatus,
  targetHealth: observeTargetHealth,
  command: observeCommand,
  http: observeHttp,
  alarms: observeAlarms,
};

/** How soon to look again once a command is running. */
const COMMAND_LOOK_SECONDS = 5;

/**
 * Judges every gate before any traffic moves. Gates that only look come first; a command is run and a request sent
 * only when those pass, since a server that is still booting would fail them.
 */
export const validateGreen = (input: StepInput, context: StepContext<Services>): Promise<StepAnswer> =>
  carryOut("ValidateGreen", input, context, async (work) => {
    const age = (work.now() - greenOf(work).createdAt) / 1000;
    const expected = work.blue?.healthySeconds ?? TYPICAL_HEALTHY_SECONDS;
    if (work.rollout().size > 0 && age < expected) {
      return wait(
        nextLook(age, expected),
        `the servers are booting; they are expected to be healthy in ${formatDuration(expected - age)}`,
      );
    }
    const gates = namedGates(work.fleet.gates).filter(
      ({ gate }) => gate.kind !== "target-health" || healthSource(work) !== null,
    );
    const looking = gates.filter(({ gate }) => !acts(gate));
    const group = greenOf(work).group;
    const green = (await describeGroups(context.aws.autoScaling, [group])).get(group);
    const servers = green?.instances.map(({ id }) => id) ?? [];
    const judge = (some: NamedGate[]) => judgeGates(some, servers, { observers, work });
    const seen = await judge(looking);
    if (combineVerdicts(seen).verdict !== "pass") return answerFor(seen, work);
    await rememberHealthy(work);
    return answerFor(
      [...seen, ...(await judge(servers.length === 0 ? [] : gates.filter(({ gate }) => acts(gate))))],
      work,
    );
  });

/** Whether judging the gate does something on the servers. */
const acts = (gate: NamedGate["gate"]): boolean => ["command", "http"].includes(gateKinds[gate.kind].needs);

async function answerFor(verdicts: readonly GateVerdict[], work: Work<Services>): Promise<StepAnswer> {
  const { verdict, reason } = combineVerdicts(verdicts);
  const { validate } = work.fleet.deadlines;
  const evidence = { verdicts };
  if (verdict === "pass") {
    await work.note("evidence", `green passed every gate: ${reason}`, { evidence });
    return pass(reason);
  }
  if (verdict === "fail") {
    await work.note("evidence", reason, { evidence });
    return blameImage(reason, work);
  }
  if (work.inPhase() > validate) {
    await work.note("evidence", reason, { evidence });
    return blameImage(`${reason}; not proved good within ${formatDuration(validate)}`, work);
  }
  const running = verdicts.some(
    ({ gate, verdict: each }) => each === "wait" && work.rollout().commands[gate] !== undefined,
  );
  return wait(running ? COMMAND_LOOK_SECONDS : nextLook(work.inPhase(), 0), reason);
}

/** How long green's servers took, for the pace of the next rollout. */
async function rememberHealthy(work: Work<Services>): Promise<void> {
  const green = greenOf(work);
  if (green.healthySeconds !== null) return;
  await work.writeGeneration({ ...green, healthySeconds: Math.round((work.now() - green.createdAt) / 1000) });
}
