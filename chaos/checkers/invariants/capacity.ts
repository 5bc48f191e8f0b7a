import type { WorldEvent } from "../../../simulator/world/world.ts";
import type { Generation } from "../../../src/domain/generation.ts";
import { percentOf } from "../../../src/domain/percent.ts";
import { carriersOf, carryingNow, isAmong } from "../carrying.ts";
import type { CheckerInput } from "../checker-input.ts";
import type { Change, Invariant } from "../invariant.ts";
import { excused } from "../exemptions.ts";
import { interfered } from "../interference.ts";
import { openRollouts } from "../../world/ledger-view.ts";
import { isProved } from "../declared/eligible-green.ts";
import { openJudgedTime } from "../judged/judged-time.ts";
import { openLosses } from "../floor/losses.ts";
import { isScheduled, scheduledServers } from "../declared/scheduled.ts";
import { ownIn, ruleAt } from "../fleet-rules.ts";
import { fewestOf, floorOf, groupOf, healthyOf, least, shareOf, sidesOf, weightsOf } from "../sides.ts";

/**
 * Servers in traffic never fall below the floor by what the control plane does. Judged at its decisions, where lost
 * servers are nobody's fault: green is sized for what blue then had before it gets traffic, and nothing that carries
 * traffic is made smaller. It is judged at every instant, too, but from when somebody else took servers away until the floor
 * is met again.
 */
export const capacity = (): Invariant => {
  const floor = openFloor();
  return {
    name: "capacity",
    change: (change, input) => {
      floor.change(change, input, floorNow(input) ?? 0);
      return sizeFault(change, input) ?? shrinkFault(change, input);
    },
    worldEvent: floor.fault,
    judged: floor.seconds,
  };
};

/** Before green gets all of the traffic it has been sized for what blue then had. */
function sizeFault(change: Change, input: CheckerInput): string | undefined {
  const { blue, green } = sidesOf(input, change.rollout);
  if (blue === undefined || change.rollout === undefined || !takesAll(change, input)) return undefined;
  // A blue that answers nowhere is left for what there is of green.
  if (fewestOf(blue, change, input) === 0) return undefined;
  const wanted = input.serving.smallestDesired(blue.group, change.since) ?? 0;
  const { size } = change.rollout;
  return size < wanted
    ? `all traffic goes to ${green?.group} of ${size} servers, blue has ${wanted}`
    : undefined;
}

function takesAll(change: Change, input: CheckerInput): boolean {
  const { blue, green } = sidesOf(input, change.rollout);
  if (change.call.action === "DetachTrafficSources") return groupOf(change) === blue?.group;
  const weights = weightsOf(change, input);
  if (weights === undefined || blue === undefined) return false;
  const own = ownIn(green, weights.pair);
  const [before, after] = [shareOf(weights.before, own), shareOf(weights.after, own)];
  return after > before && shareOf(weights.after, ownIn(blue, weights.pair)) === 0;
}

/** A group that carries traffic is made smaller only if the others that carry it are enough. */
function shrinkFault(change: Change, input: CheckerInput): string | undefined {
  const { rollout } = change;
  const size = smallerSize(change, input);
  if (rollout === undefined || size === undefined) return undefined;
  const { blue, green } = sidesOf(input, rollout);
  const name = groupOf(change);
  const [own, other] = name === blue?.group ? [blue, green] : [green, blue];
  // A failed first generation leaves nothing behind, as there was nothing before it.
  if (own === undefined || rollout.blue === null) return undefined;
  const carries = carriersOf(own, input.plan.fleet);
  if (change.retirement) return retiringFault(own, change, input);
  // Traffic rests there, and fewer servers are what its schedule has asked for.
  const isDue = isScheduled(size, change, input);
  if (excused("capacity: a size that the schedule asks for", isDue)) return undefined;
  if (own === green) return returnFault(carries, change, input);
  if (input.serving.trafficWas(change.since, (names) => !isAmong(names, carries))) return undefined;
  const left = healthyOf(other, change, input);
  const before = healthyOf(own, change, input);
  const floor = floorOf(input, rollout);
  return left < Math.min(floor, before)
    ? `${name} carries traffic and shrinks to ${size}; ${left} servers are left, the floor is ${floor}`
    : undefined;
}

/** What a retirement takes down is in no traffic any more; of servers that pull, those of the live generation are enough. */
function retiringFault(own: Generation, change: Change, input: CheckerInput): string | undefined {
  const before = healthyOf(own, change, input);
  const live = [...input.view.generations.values()].find(({ state }) => state === "live");
  const floor = change.rollout ? floorOf(input, change.rollout) : 0;
  const left = healthyOf(live, change, input);
  return left < Math.min(floor, before)
    ? `${own.group} has ${before} servers in traffic and goes; ${left} are left, the floor is ${floor}`
    : undefined;
}

/** The size that a change gives to a group, if it deletes it or makes it smaller. */
function smallerSize(change: Change, { world }: CheckerInput): number | undefined {
  const { call } = change;
  const name = groupOf(change);
  if (name === undefined) return undefined;
  const before = world.state.groups.get(name)?.desiredCapacity ?? 0;
  const size = Number(call.input["DesiredCapacity"] ?? before);
  const shrinks =
    call.action === "DeleteAutoScalingGroup" || (call.action === "UpdateAutoScalingGroup" && size < before);
  return shrinks ? size : undefined;
}

/**
 * A green that goes back gives its traffic back first, and that is read back before it shrinks: it had none when the
 * decision was begun, unless somebody else moves traffic too. Where servers pull their work blue is left as it was.
 */
function returnFault(carries: readonly string[], change: Change, input: CheckerInput): string | undefined {
  const { serving, plan } = input;
  if (plan.fleet.strategy === "none") return undefined;
  const isBack = (names: ReadonlySet<string>): boolean => !isAmong(names, carries);
  const isMoved = interfered(input, "traffic", { since: change.since });
  const wasRead = excused("capacity: traffic that somebody moves within the step", isMoved)
    ? serving.trafficWas(change.since, isBack)
    : isBack(serving.trafficAt(change.invocation.startedAt));
  return wasRead ? undefined : `${groupOf(change)} shrinks before it is read that its traffic is back`;
}

/** Events after which fewer servers are in traffic, or enough again. */
const KINDS = new Set([
  "target-healthy",
  "target-unhealthy",
  "target-draining",
  "target-unused",
  "rule-modified",
  "rule-deleted",
  "instance-in-service",
  "instance-terminating",
  "instance-sick",
]);
const matters = ({ kind }: WorldEvent): boolean => KINDS.has(kind);

/** The standing floor: every loss that is not made good yet is somebody else's. */
function openFloor() {
  const losses = openLosses();
  const time = openJudgedTime();
  return {
    change: losses.change,
    seconds: time.seconds,
    fault: (worldEvent: WorldEvent, input: CheckerInput): string | undefined => {
      losses.follow(worldEvent, input);
      if (!matters(worldEvent) || input.view.fleet === undefined) return undefined;
      const floor = floorNow(input);
      const serve = floor === undefined ? 0 : serving(input);
      losses.look({ floor: floor ?? 0, all: serve, ...withoutGreen(serve, input) });
      const isExempt = excused("capacity: servers that others took", losses.since !== undefined);
      time.look(input.world.now(), floor === undefined ? "idle" : isExempt ? "exempt" : "judges");
      return floor === undefined || serve >= floor || isExempt
        ? undefined
        : `${serve} servers are in traffic, the floor is ${floor}`;
    },
  };
}

/** The floor of the smallest size that the fleet was to have, as it is declared; undefined: nothing is live. */
function floorNow({ view, plan, othersSizes, account, world }: CheckerInput): number | undefined {
  const isLive = [...view.generations.values()].some(({ state }) => state === "live" || state === "retiring");
  // Where somebody took a way in away nobody comes.
  const isWay = account.pairs.every(({ rules }) =>
    rules.every((arn) => ruleAt(world.state, arn) !== undefined),
  );
  if (!isLive || !isWay) return undefined;
  const sizes = [plan.fleet.servers, scheduledServers(plan.fleet), ...othersSizes.desired];
  return percentOf(view.fleet?.capacity.floor ?? 100, Math.min(...sizes));
}

/**
 * A green works from its launch where servers pull, and is taken down at once when it is not proved good or not any more:
 * what is lost of blue is not made good by it. One that is proved works on until blue has the floor.
 */
function withoutGreen(serve: number, input: CheckerInput): { lasting: number; isPassing: boolean } {
  const { plan, view } = input;
  const [rollout] = openRollouts(view);
  const { blue, green } = sidesOf(input, rollout);
  const isReleased = rollout?.milestones["blue-released"] !== undefined;
  if (plan.fleet.strategy !== "none" || !rollout || !blue || !green || isReleased)
    return { lasting: serve, isPassing: false };
  return { lasting: serving(input, green.group), isPassing: !isProved(rollout, input) };
}

/** Servers in traffic, in the pair in which fewest are; where they pull, of all groups but `without`. */
function serving({ world, account, plan }: CheckerInput, without?: string): number {
  const names = carryingNow(world, account, plan.fleet);
  const healthy = (arn: string): number => {
    let count = 0;
    for (const { state } of world.state.targetGroups.get(arn)?.targets.values() ?? [])
      if (state === "healthy") count += 1;
    return count;
  };
  if (plan.fleet.strategy === "target-group") return healthy(account.targetGroups[0] ?? "");
  if (plan.fleet.strategy !== "none")
    return least(
      account.pairs.map(({ targetGroups }) =>
        targetGroups.reduce((sum, arn) => sum + (names.has(arn) ? healthy(arn) : 0), 0),
      ),
    );
  let count = 0;
  for (const name of names)
    if (name !== without)
      for (const { lifecycleState } of world.state.groups.get(name)?.instances.values() ?? [])
        if (lifecycleState === "InService") count += 1;
  return count;
}
