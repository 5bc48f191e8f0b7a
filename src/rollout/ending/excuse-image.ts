import type { Group } from "../../aws/auto-scaling/auto-scaling.ts";
import { healthInEach } from "../../aws/elbv2/elbv2.ts";
import { targetGroupsOf } from "../../domain/generation.ts";
import type { StepAnswer } from "../../domain/run/step-answer.ts";
import { READ_LAG_MS } from "../../step/read-lag.ts";
import { wait } from "../../step/answers.ts";
import { detectionMs } from "../traffic/detection-ms.ts";
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
  const states = await statesOfBlue(targetGroups, await readGroups(), work);
  const until = (milestones["undoing"] ?? work.now()) + (await detectionMs(targetGroups, work)) + READ_LAG_MS;
  const isOver = work.now() >= until;
  if (states.some((each) => answersNowhere(each, isOver))) {
    const reason = `blue answers nowhere, either: the image is not blamed for ${failure.reason}`;
    await work.note("decision", reason, { action: "no-blame", subject: work.run().imageTo });
    const { ofHealth: _ofHealth, ...same } = failure;
    await work.update({ failure: { ...same, error: "BothIll", imageAtFault: false } });
    return null;
  }
  return isOver ? null : wait(POLL_SECONDS, "whether blue falls ill, too, is seen by its checks");
}

function blueTargetGroups({ blue, strategy }: Work<never>): readonly string[] {
  if (blue === null || strategy.source.kind === "nothing") return [];
  return strategy.source.kind === "attachments" ? [strategy.source.targetGroup] : targetGroupsOf(blue);
}

/** How the load balancer finds blue's servers, in each target group. */
async function statesOfBlue(
  targetGroups: readonly string[],
  groups: ReadonlyMap<string, Group>,
  work: Work<"elbv2">,
): Promise<readonly (readonly string[])[]> {
  const own = new Set(groups.get(work.blue?.group ?? "")?.instances.map(({ id }) => id) ?? []);
  const health = await healthInEach(work.context.aws.elbv2, targetGroups);
  return health.map((targets) => targets.filter(({ id }) => own.has(id)).map(({ state }) => state));
}

/**
 * Whether each of blue's servers was found ill. One that is not checked yet may be good; when the checks have had their time it
 * is one that takes an ill one's place, and none that answers is enough. Who is out of use was not found ill.
 */
function answersNowhere(states: readonly string[], isOver: boolean): boolean {
  if (!states.includes("unhealthy") || states.includes("healthy")) return false;
  return isOver || states.every((state) => state === "unhealthy");
}
