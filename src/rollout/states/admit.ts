import { autoScalingClient } from "../../aws/auto-scaling/auto-scaling.ts";
import { ec2Client } from "../../aws/ec2/ec2.ts";
import { elbv2Client } from "../../aws/elbv2/elbv2.ts";
import { imageBuilderClient } from "../../aws/imagebuilder.ts";
import { ssmClient } from "../../aws/ssm/ssm.ts";
import { withNameUsed } from "../../domain/decide/attempts.ts";
import { LedgerConflict } from "../../errors/errors.ts";
import { legTakenOver } from "../../domain/run/leg.ts";
import type { StepAnswer } from "../../domain/run/step-answer.ts";
import { changeAttempts } from "../../ledger/attempts.ts";
import { type DeclaredFleet, readFleet } from "../../ledger/fleets.ts";
import { activeFreeze } from "../../ledger/freezes.ts";
import { rollouts, type StoredRollout } from "../../ledger/runs/rollouts.ts";
import { pass, refused } from "../../step/answers.ts";
import { takeUpLeg } from "../../step/legs/take-up-leg.ts";
import { recover, takeOver } from "../../step/recovery/recover.ts";
import { recordRefusal } from "../../step/refuse-input.ts";
import { defineState } from "../../step/state.ts";
import type { AdmitAnswer, AdmitInput, StepContext } from "../../step/step.ts";
import { admitTask } from "../../step/task-input.ts";
import { begin, type Begun } from "../admission/begin.ts";
import type { PlanServices } from "../admission/plan-rollout.ts";
import { recordAnswer } from "../admission/record-answer.ts";
import { settleAsked, settleFirst } from "../admission/settle-first.ts";
import { takeAsk } from "../admission/take-ask.ts";
import { takeFleet } from "../admission/take-fleet.ts";
import { unlessThrottled } from "../admission/unless-throttled.ts";
import { ringBell } from "../approval/ring-bell.ts";
import { rolloutKind } from "../rollout-kind.ts";
import { refreshSummary } from "../summary/refresh-summary.ts";
import { doDeed } from "../steering/do-deed.ts";

/**
 * Decides whether a rollout may begin, under the fleet's lease, and writes it down: the image, the size, the
 * generation numbers. What a person asks for becomes part of what the fleet should be first. A rollout that was admitted
 * before is taken up where it stands.
 */
export async function admit(input: AdmitInput, context: StepContext<PlanServices>): Promise<AdmitAnswer> {
  const { ledger } = context;
  const { fleet: name, run: id } = input;
  if (input.recover !== undefined)
    return recover(rolloutKind, { fleet: name, run: input.recover, execution: id }, context);
  if (input.leg !== undefined)
    return takeUpLeg(rolloutKind, { fleet: name, ...input.leg, execution: id }, context);
  const declared = await readFleet(ledger, name);
  if (declared === undefined) return refuseUndeclared(input, context);
  const acted =
    input.doing === undefined ? input : await doDeed({ ...input, doing: input.doing }, declared, context);
  // What was done, or answered elsewhere, is heard at once by a rollout that waits for it.
  await ringBell(name, context);
  if (input.doing !== undefined) await refreshSummary(name, {}, context).catch(() => undefined);
  if ("verdict" in acted) return { ...acted, rollout: id, fence: 0 };
  return admitAsked(acted, declared, context);
}

async function admitAsked(
  input: AdmitInput,
  declared: DeclaredFleet,
  context: StepContext<PlanServices>,
): Promise<AdmitAnswer> {
  const { fleet: name, run: id, decided, ask } = input;
  const known = await rollouts.read(context.ledger, name, id);
  const { answer, fence, about, settles, kept } = known
    ? await takeUp(known, context)
    : await admitOrTakeUp(input, declared, context);
  // What is settled is written down by whoever settles it, and its run is told of already.
  if (settles !== undefined) return { ...answer, rollout: settles, fence };
  const image = decided?.image ?? ask?.image ?? null;
  const subject = { reason: decided?.reason ?? ("operator" as const), imageFrom: null, imageTo: image };
  const given = {
    ...(decided && { decided }),
    ...(ask && { ask }),
    ...(input.settle && { settle: input.settle }),
  };
  const asked = ask && !answer.reason.startsWith(KEPT) && { isAsked: true, by: ask.by };
  const said = { fleet: name, rollout: id, ...subject, ...asked, ...about, evidence: given };
  await recordAnswer(answer, said, context, kept);
  return { ...answer, rollout: id, fence };
}

/** Another engine may have started the execution of the same name, and have written its rollout down meanwhile. */
async function admitOrTakeUp(
  input: AdmitInput,
  declared: DeclaredFleet,
  context: StepContext<PlanServices>,
): Promise<Begun> {
  try {
    return await admitNew(input, declared, context);
  } catch (error) {
    const known =
      error instanceof LedgerConflict
        ? await rollouts.read(context.ledger, input.fleet, input.run)
        : undefined;
    if (known === undefined) throw error;
    return takeUp(known, context);
  }
}

/** An execution that no rollout is known of. */
async function admitNew(
  { fleet: name, run: id, decided, ask, settle }: AdmitInput,
  declared: DeclaredFleet,
  context: StepContext<PlanServices>,
): Promise<Begun> {
  const none = (answer: StepAnswer): Begun => ({ answer, fence: 0 });
  if (settle !== undefined) return settleAsked({ fleet: name, execution: id, settle }, context);
  const frozen = await activeFreeze(context.ledger, name, context.clock.now());
  if (frozen) {
    if (decided !== undefined) await countName(name, context);
    return none(refused(`frozen: ${frozen.reason}`));
  }
  if (ask !== undefined) {
    const fault = await unlessThrottled(() =>
      takeAsk({ fleet: declared.fleet, execution: id, ask }, context),
    );
    if (fault !== null) return none(typeof fault === "string" ? refused(fault) : fault);
  }
  const first = await settleFirst(
    { fleet: declared.fleet, execution: id, isAsked: ask !== undefined },
    context,
  );
  if (first !== null) return first;
  const taken = await takeFleet({ fleet: name, owner: id }, context);
  if ("verdict" in taken) {
    if (decided !== undefined && taken.verdict === "nothing-to-do") await countName(name, context);
    return none(isKept(ask, taken) ? { ...taken, reason: `${KEPT}${taken.reason}` } : taken);
  }
  const { fleet, declaration } = declared;
  return begin({ fleet, declaration, id, taken, decided: decided ?? null }, context);
}

/** The execution's name is used up by a freeze or an open run: what is begun after it has another, and does not wait. */
const countName = (fleet: string, { ledger }: StepContext<PlanServices>): Promise<void> =>
  changeAttempts(ledger, fleet, withNameUsed);

const KEPT = "what was asked for is kept; ";

/** What is asked beside a run takes its turn by itself. */
const isKept = (ask: AdmitInput["ask"], { verdict }: StepAnswer): boolean =>
  verdict === "nothing-to-do" && ask !== undefined && (ask.image !== null || ask.launchedBefore !== null);

/** A fleet that is not declared has no history: what was asked for it is in the account's. */
async function refuseUndeclared(
  { run, ...given }: AdmitInput,
  context: StepContext<PlanServices>,
): Promise<AdmitAnswer> {
  const reason = `no fleet is named ${given.fleet}: see moult fleet list, or declare it with moult fleet apply`;
  await recordRefusal({ run, phase: "Admit", reason, given }, context);
  return { ...refused(reason), rollout: run, fence: 0 };
}

/** A rollout that was admitted before: an execution of its name was started again. */
async function takeUp(known: StoredRollout, context: StepContext<PlanServices>): Promise<Begun> {
  const { run: rollout, revision } = known;
  if (rollout.endedAt !== null) {
    const ended = `rollout ${rollout.id} has ended (${rollout.outcome}): start a new one`;
    return { answer: refused(ended), fence: 0 };
  }
  const lease = await takeOver(rolloutKind, rollout, context);
  if (!lease.taken) {
    const held = `${lease.holder.owner ?? "nobody"} holds the fleet: wait for its end`;
    return { answer: refused(held), fence: 0 };
  }
  const { id: execution } = rollout;
  await rollouts.write(context.ledger, { ...rollout, execution, leg: legTakenOver(rollout) }, revision);
  const { imageFrom, imageTo, cause } = rollout;
  const about = { imageFrom, imageTo, reason: cause.reason };
  const begins = pass("taken up where it stands");
  // Later than that it goes on in its state: a bake does not begin anew.
  const goesOn = { ...begins, verdict: "take-up" as const, phase: rollout.phase };
  return { answer: rollout.phase === "Admit" ? begins : goesOn, fence: lease.lease.fence, about };
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
  ports: ["starter", "executions", "publish", "bells"],
  step: admit,
});
