import type { Group } from "../../aws/auto-scaling/auto-scaling.ts";
import { healthInEach } from "../../aws/elbv2/elbv2.ts";
import { type Generation, targetGroupsOf } from "../../domain/generation.ts";
import { nextRemoval, stillThereReason } from "../../domain/rollout-decisions/next-removal.ts";
import { retirementId } from "../../domain/run/retirement.ts";
import type { StepAnswer } from "../../domain/run/step-answer.ts";
import { retirements } from "../../ledger/runs/retirements.ts";
import { pass } from "../../step/answers.ts";
import { READ_LAG_MS } from "../../step/read-lag.ts";
import type { Work } from "../work.ts";
import { goesToZero, NOT_YET, type RemovalServices, removalSeconds } from "./removals.ts";

/**
 * Blue's servers may take hours to stop, as long as their terminate hooks let them. Once none of them can be in traffic any
 * more, the rest is left to a retirement, and the fleet is free for what comes next. Null: blue is not that far.
 */
export async function handOver(
  blue: Generation,
  group: Group,
  work: Work<RemovalServices>,
): Promise<StepAnswer | null> {
  if (nextRemoval(group).act !== "wait" || !goesToZero(group.name, work)) return null;
  if (!(await isOutOfTraffic(blue, group, work))) return null;
  await writeRetirement(blue, work);
  return pass(`generation ${blue.number} is out of traffic, and goes by itself: ${stillThereReason(group)}`);
}

/**
 * Whether none of the servers is in one of blue's target groups or can come back there: one that was being launched, or that a
 * person puts back from standby, would register.
 */
async function isOutOfTraffic(blue: Generation, group: Group, work: Work<RemovalServices>): Promise<boolean> {
  const targetGroups = targetGroupsOf(blue);
  // Attached to the one target group that both share, blue was detached from it before it was released.
  if (work.strategy.source.kind !== "actions" || targetGroups.length === 0) return true;
  const isSettled = removalSeconds(group.name, "toZeroAt", work) * 1000 >= READ_LAG_MS;
  const isEnding = group.instances.every(({ lifecycleState }) => lifecycleState.startsWith("Terminat"));
  if (!isSettled || !isEnding) return false;
  const targets = await healthInEach(work.context.aws.elbv2, targetGroups);
  return targets.flat().length === 0;
}

/** Written before anything starts it: what is written is started by CloseRollout, or by the sweep. */
async function writeRetirement(blue: Generation, work: Work<RemovalServices>): Promise<void> {
  const { fleet, cause, declaration, removals } = work.run();
  const { [blue.group]: removal = NOT_YET } = removals;
  const now = work.now();
  const id = retirementId(fleet, blue.number);
  const begins = {
    kind: "retirement" as const,
    fleet,
    id,
    execution: id,
    phase: "AdmitRetirement" as const,
    cause,
    declaration,
    startedAt: now,
    phaseStartedAt: now,
    deadlineAt: goneBy(work),
    endedAt: null,
    waiting: null,
    leg: { number: 1, polls: 0 },
    abort: null,
    failure: null,
    milestones: {},
    outcome: null,
    outcomeReason: null,
    generation: blue.number,
    removals: { [blue.group]: removal },
  };
  await retirements.write(work.context.ledger, begins, "absent");
}

/** Whether a retirement has what is left of blue: nothing of the rollout may touch it any more. */
export async function isHandedOver(blue: Generation, work: Work<never>): Promise<boolean> {
  const { fleet, number } = blue;
  const stored = await retirements.read(work.context.ledger, fleet, retirementId(fleet, number));
  return stored !== undefined;
}

/** Blue has as long to go as a rollout may take, from its release on: a long warm time takes nothing away from that. */
export const goneBy = (work: Work<never>): number =>
  (work.run().milestones["blue-released"] ?? 0) + work.fleet.deadlines.rollout * 1000;
