import type { Group } from "../../aws/auto-scaling/auto-scaling.ts";
import { describeTargetGroups, healthInEach } from "../../aws/elbv2/elbv2.ts";
import { targetGroupsOf } from "../../domain/generation.ts";
import type { StepAnswer } from "../../domain/run/step-answer.ts";
import { READ_LAG_MS } from "../../step/read-lag.ts";
import { wait } from "../../step/answers.ts";
import type { Work } from "../work.ts";

const POLL_SECONDS = 15;

/**
 * Takes the blame from an image whose servers the load balancer found ill, if it finds blue's ill as well: what both depend on may
 * be away, and each target group's checks see that when their turn comes. Answers what is waited for until blue's have had
 * theirs; null: it is decided, or is no question.
 */
export async function excuseImage(
  readGroups: () => Promise<ReadonlyMap<string, Group>>,
  work: Work<"elbv2">,
): Promise<StepAnswer | null> {
  const { failure, milestones } = work.run();
  const targetGroups = blueTargetGroups(work);
  if (!failure?.imageAtFault || !failure.ofHealth || targetGroups.length === 0) return null;
  if (milestones["quarantined"] !== undefined) return null;
  if (await answersNowhere(targetGroups, await readGroups(), work)) {
    const reason = `blue answers nowhere, either: the image is not blamed for ${failure.reason}`;
    await work.note("decision", reason, { action: "no-blame", subject: work.run().imageTo });
    const { ofHealth: _ofHealth, ...same } = failure;
    await work.update({ failure: { ...same, error: "BothIll", imageAtFault: false } });
    return null;
  }
  const described = await describeTargetGroups(work.context.aws.elbv2, [...targetGroups]);
  const detectionMs =
    1000 * Math.max(0, ...[...described.values()].map(({ detectionSeconds }) => detectionSeconds));
  const until = (milestones["undoing"] ?? work.now()) + detectionMs + READ_LAG_MS;
  return work.now() < until ? wait(POLL_SECONDS, "whether blue falls ill, too, is seen by its checks") : null;
}

function blueTargetGroups({ blue, strategy }: Work<never>): readonly string[] {
  if (blue === null || strategy.source.kind === "nothing") return [];
  return strategy.source.kind === "attachments" ? [strategy.source.targetGroup] : targetGroupsOf(blue);
}

/**
 * Whether each of blue's servers was found ill, of several target groups in one; a server that is out of use, or not checked yet,
 * was not.
 */
async function answersNowhere(
  targetGroups: readonly string[],
  groups: ReadonlyMap<string, Group>,
  work: Work<"elbv2">,
): Promise<boolean> {
  const own = new Set(groups.get(work.blue?.group ?? "")?.instances.map(({ id }) => id) ?? []);
  const health = await healthInEach(work.context.aws.elbv2, targetGroups);
  return health
    .map((targets) => targets.filter(({ id }) => own.has(id)))
    .some((targets) => targets.length > 0 && targets.every(({ state }) => state === "unhealthy"));
}
