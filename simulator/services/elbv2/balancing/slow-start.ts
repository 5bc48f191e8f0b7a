import type { World } from "../../../world/world.ts";
import type { TargetGroupRecord, TargetRecord } from "../state.ts";

/** How often a growing share is taken anew. An assumption: AWS says that it grows "linearly", and nothing of steps. */
const STEP_SECONDS = 5;

/**
 * Begins slow start for a target that becomes healthy, where its group has it on: only beside a healthy target that is not in
 * slow start itself, and for a new one not beside those that were registered with it in one go (ALB/edit-target-group-attributes,
 * aws-facts 1.4 and 8.7).
 */
export function beginSlowStart(world: World, group: TargetGroupRecord, target: TargetRecord): void {
  target.slowStartedAt = null;
  if (durationMs(group) === 0) return;
  const now = world.now();
  const isBesideAnother = [...group.targets.values()].some(
    (other) =>
      other !== target &&
      (target.hasPassed || other.registeredAt !== target.registeredAt) &&
      other.state === "healthy" &&
      !isInSlowStart(group, other, now),
  );
  if (!isBesideAnother) return;
  target.slowStartedAt = now;
  grow(world, { arn: group.arn, key: target.key, startedAt: now });
}

interface SlowStart {
  readonly arn: string;
  readonly key: string;
  readonly startedAt: number;
}

// A target that has left slow start since, or began it anew, has nothing to do with this one.
function grow(world: World, slowStart: SlowStart): void {
  world.after(STEP_SECONDS, () => {
    const { arn, key, startedAt } = slowStart;
    const group = world.state.targetGroups.get(arn);
    const target = group?.targets.get(key);
    if (group === undefined || target?.slowStartedAt !== startedAt || target.state !== "healthy") return;
    if (isInSlowStart(group, target, world.now())) grow(world, slowStart);
    else target.slowStartedAt = null;
    world.happened("elasticloadbalancing", "slow-start-step", `${arn}/${key}`);
  });
}

/** How much of a full target's requests a target gets: 1 outside slow start, less in it, in the middle of each step. */
export function fullness(group: TargetGroupRecord, target: TargetRecord, now: number): number {
  if (!isInSlowStart(group, target, now) || target.slowStartedAt === null) return 1;
  const step = STEP_SECONDS * 1000;
  const passed = Math.floor((now - target.slowStartedAt) / step) * step + step / 2;
  return Math.min(1, passed / durationMs(group));
}

function isInSlowStart(
  group: TargetGroupRecord,
  { slowStartedAt }: Pick<TargetRecord, "slowStartedAt">,
  now: number,
): boolean {
  return slowStartedAt !== null && now < slowStartedAt + durationMs(group);
}

const durationMs = ({ attributes }: TargetGroupRecord): number =>
  Number(attributes.get("slow_start.duration_seconds") ?? 0) * 1000;
