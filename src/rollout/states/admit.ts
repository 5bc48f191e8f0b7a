import { autoScalingClient } from "../../aws/auto-scaling/auto-scaling.ts";
import { ec2Client } from "../../aws/ec2/ec2.ts";
import { elbv2Client } from "../../aws/elbv2/elbv2.ts";
import { imageBuilderClient } from "../../aws/imagebuilder.ts";
import { ssmClient } from "../../aws/ssm/ssm.ts";
import type { Fleet, FleetDeclaration } from "../../domain/declaration/fleet.ts";
import type { ReplacementRequest } from "../../domain/run/replacement-request.ts";
import type { StepAnswer } from "../../domain/run/step-answer.ts";
import { Throttled } from "../../errors/errors.ts";
import { readFleet } from "../../ledger/fleets.ts";
import { activeFreeze } from "../../ledger/freezes.ts";
import { takeLease } from "../../ledger/leases.ts";
import { removeWaiting } from "../../ledger/requests.ts";
import { rollouts, type StoredRollout } from "../../ledger/runs/rollouts.ts";
import { pass, refused, wait } from "../../step/answers.ts";
import { lagSecondsLeft } from "../../step/read-lag.ts";
import { recover, takeOver } from "../../step/recovery/recover.ts";
import { recordRefusal } from "../../step/refuse-input.ts";
import { LEASE_SECONDS, THROTTLED_POLL_SECONDS } from "../../step/run-step.ts";
import { defineState } from "../../step/state.ts";
import type { AdmitAnswer, AdmitInput, StepContext } from "../../step/step.ts";
import { admitTask } from "../../step/task-input.ts";
import { exceptedImageReason } from "../admission/excepted-image.ts";
import { isLaunchable } from "../admission/is-launchable.ts";
import { type Plan, type PlanServices, planRollout } from "../admission/plan-rollout.ts";
import { type Asked, queue } from "../admission/queue.ts";
import { recordAnswer } from "../admission/record-answer.ts";
import { quarantineReason } from "../admission/quarantine-reason.ts";
import { awaitStart } from "../admission/start-rate.ts";
import { startWaiting } from "../admission/start-waiting.ts";
import { assertHeld, giveBack, type TakenLease } from "../admission/taken-lease.ts";
import { rolloutKind } from "../rollout-kind.ts";

/**
 * Decides whether a rollout may begin, under the fleet's lease, and writes it down: the image, the size, the
 * generation numbers. A rollout that was admitted before is taken up where it stands.
 */
export async function admit(input: AdmitInput, context: StepContext<PlanServices>): Promise<AdmitAnswer> {
  const { ledger, clock } = context;
  const { fleet: name, run: id } = input;
  if (input.recover !== undefined)
    return recover(rolloutKind, { fleet: name, run: input.recover, execution: id }, context);
  const declared = await readFleet(ledger, name);
  if (declared === undefined) return refuseUndeclared(input, context);
  const { fleet, declaration } = declared;
  const request = requestOf(input, clock.now());
  const answer = async (said: StepAnswer, fence: number): Promise<AdmitAnswer> => {
    await recordAnswer(said, { fleet: name, rollout: id, request }, context);
    return { ...said, rollout: id, fence };
  };
  // Whoever starts it from its waiting place starts it under another name than this one, which is used up.
  const waiting = { fleet: name, request: { ...request, evidence: { ...request.evidence, queuedBy: id } } };
  const known = await rollouts.read(ledger, name, id);
  if (known) return takeUp(known, context, answer);
  const against = await refusalReason(fleet, request, context);
  if (against !== null) return answer(refused(against), 0);
  const claim = { fleet: name, owner: id, ttlSeconds: LEASE_SECONDS };
  let lease = await takeLease(ledger, { ...claim, now: clock.now() });
  if (!lease.taken) {
    const queued = await queue({ ...waiting, launchable: () => isLaunchable(request, context) }, context);
    lease = await takeLease(ledger, { ...claim, now: clock.now() });
    if (!lease.taken) return answer(queued, 0);
    await removeWaiting(ledger, name, request);
  }
  const { fence, expiresAt } = lease.lease;
  const taken = { fleet: name, owner: id, fence, expiresAt };
  const later = await lastRolloutBlocker(taken, waiting, context);
  if (later !== null) return answer(later, 0);
  return begin({ fleet, declaration, id, request, taken }, context, answer);
}

/**
 * What stands against the request whoever holds the fleet: a freeze, or a quarantine or a person's refusal of the image
 * that it names. It would take the place of a request that may wait.
 */
async function refusalReason(
  fleet: Fleet,
  { image }: ReplacementRequest,
  context: StepContext<PlanServices>,
): Promise<string | null> {
  const frozen = await activeFreeze(context.ledger, fleet.fleet, context.clock.now());
  if (frozen) return `frozen: ${frozen.reason}`;
  if (image === null) return null;
  return (await quarantineReason(context.ledger, image)) ?? exceptedImageReason(fleet, image, context);
}

/** A fleet that is not declared has no history: what was asked for it is in the account's. */
async function refuseUndeclared(
  { run, ...given }: AdmitInput,
  context: StepContext<PlanServices>,
): Promise<AdmitAnswer> {
  const reason = `no fleet is named ${given.fleet}: see moult fleet list, or declare it with moult fleet apply`;
  await recordRefusal({ run, phase: "Admit", reason, given }, context);
  return { ...refused(reason), rollout: run, fence: 0 };
}

/** What the fleet's last rollout leaves to be waited for, with the lease given back; null: nothing. */
async function lastRolloutBlocker(
  taken: TakenLease,
  waiting: Omit<Asked, "launchable">,
  context: StepContext<PlanServices>,
): Promise<StepAnswer | null> {
  const { ledger, clock } = context;
  const past = await rollouts.list(ledger, taken.fleet);
  const isOpen = past.some(({ run }) => run.endedAt === null);
  const lag = lagSecondsLeft(past, clock.now());
  if (!isOpen && lag === 0) return null;
  await giveBack(taken, context);
  // Its execution died and its lease ran out; the sweep rolls it back first.
  if (isOpen) return queue({ ...waiting, launchable: async () => false }, context);
  return wait(lag, "the last rollout ended a moment ago: AWS may still show what it held");
}

type Answer = (said: StepAnswer, fence: number) => Promise<AdmitAnswer>;

/** A rollout that was admitted before: an execution of its name was started again. */
async function takeUp(
  known: StoredRollout,
  context: StepContext<PlanServices>,
  answer: Answer,
): Promise<AdmitAnswer> {
  const { run: rollout, revision } = known;
  if (rollout.endedAt !== null) {
    return answer(refused(`rollout ${rollout.id} has ended (${rollout.outcome}): start a new one`), 0);
  }
  const lease = await takeOver(rollout, context);
  if (!lease.taken)
    return answer(refused(`${lease.holder.owner ?? "nobody"} holds the fleet: wait for its end`), 0);
  await rollouts.write(context.ledger, { ...rollout, execution: rollout.id }, revision);
  return answer(pass("taken up where it stands"), lease.lease.fence);
}

interface Beginning {
  readonly fleet: Fleet;
  readonly declaration: FleetDeclaration;
  readonly id: string;
  readonly request: ReplacementRequest;
  readonly taken: TakenLease;
}

/** Under the lease: when it is its turn, plans the rollout and writes it down, or gives the lease back with the reason. */
async function begin(
  beginning: Beginning,
  context: StepContext<PlanServices>,
  answer: Answer,
): Promise<AdmitAnswer> {
  const { fleet, declaration, id, taken, request } = beginning;
  const early = await awaitStart({ fleet: fleet.fleet, rollout: id, request }, context);
  const plan = early ?? (await planUnlessThrottled({ fleet, declaration, id, request }, context));
  if ("rollout" in plan) {
    await assertHeld(taken, context);
    await rollouts.write(context.ledger, plan.rollout, "absent");
    return answer(pass(plan.reason), taken.fence);
  }
  await giveBack(taken, context);
  // A request that came meanwhile found the fleet taken and waits.
  await startWaiting(fleet.fleet, context);
  return answer({ waitSeconds: 0, ...plan }, taken.fence);
}

async function planUnlessThrottled(
  asked: Omit<Beginning, "taken">,
  context: StepContext<PlanServices>,
): Promise<Plan | StepAnswer> {
  try {
    return await planRollout(asked, context);
  } catch (error) {
    if (error instanceof Throttled) return wait(THROTTLED_POLL_SECONDS, error.message);
    throw error;
  }
}

/** What an operator leaves out: from the console `{"fleet": "web"}` is enough. */
function requestOf({ request, run: rollout }: AdmitInput, now: number): ReplacementRequest {
  return {
    reason: request?.reason ?? "operator",
    image: request?.image ?? null,
    force: request?.force ?? false,
    by: request?.by ?? `execution ${rollout}`,
    at: request?.at ?? now,
    evidence: request?.evidence ?? {},
  };
}

export const admitState = defineState({
  phase: "Admit",
  input: admitTask,
  services: {
    ec2: ec2Client,
    autoScaling: autoScalingClient,
    elbv2: elbv2Client,
    ssm: ssmClient,
    imageBuilder: imageBuilderClient,
  },
  ports: ["starter", "executions", "publish"],
  step: admit,
});
