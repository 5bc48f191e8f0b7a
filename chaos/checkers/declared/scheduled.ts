import type { Generation } from "../../../src/domain/generation.ts";
import type { FleetPlan } from "../../draws/plan.ts";
import { carriersOf, isAlone } from "../carrying.ts";
import type { CheckerInput } from "../checker-input.ts";
import { answersNowhere } from "./answers-nowhere.ts";
import { interfered } from "../interference.ts";
import type { Change } from "../invariant.ts";
import { groupOf, sidesOf } from "../sides.ts";

/** Clocks are five seconds off either way. */
const SKEW_MS = 10_000;

/** Whether all traffic rests on the group's side, and its schedule has asked for this size last, or for less. */
export function isScheduled(size: number, change: Change, input: CheckerInput): boolean {
  const { call, rollout } = change;
  if (call.action !== "UpdateAutoScalingGroup" || rollout === undefined) return false;
  const asked = lastAsked(input, rollout.startedAt);
  if (asked === undefined) return false;
  const { blue, green } = sidesOf(input, rollout);
  const isReleased = rollout.milestones["blue-released"] !== undefined;
  // Where somebody deleted blue's group, or none of it answers, there is nothing to go back to: green keeps all of it.
  const isBack = input.world.state.groups.has(blue?.group ?? "") && !answersNowhere(change, input);
  const returned = rollout.failure === null ? undefined : isBack ? blue : green;
  const rests = isReleased ? green : returned;
  return groupOf(change) === rests?.group && size >= asked && hasAll(rests, change, input);
}

/** What the schedule has asked for last: a one-off action, or the night's where a night has been since, and in the run. */
export function lastAsked(
  { plan, scheduled, world }: Pick<CheckerInput, "plan" | "scheduled" | "world">,
  startedAt: number,
): number | undefined {
  const now = world.now() + SKEW_MS;
  const last = scheduled.findLast(({ at }) => at <= now);
  const night = nightBefore(now);
  const isNight = plan.fleet.schedule && night > Math.max(startedAt, last?.at ?? 0);
  return isNight ? plan.fleet.servers : last?.servers;
}

/** Servers that pull have no traffic; and once blue is released somebody may give some to what is left of it. */
function hasAll(side: Generation | undefined, { since, rollout }: Change, input: CheckerInput): boolean {
  const { plan, serving } = input;
  if (plan.fleet.strategy === "none") return true;
  if (rollout && interfered(input, "traffic", { since: rollout.startedAt })) return true;
  const carriers = carriersOf(side, plan.fleet);
  return serving.trafficWas(since, (names) => isAlone(names, carriers));
}

const DAY_MS = 86_400_000;
/** At two in the morning, UTC. */
const NIGHT_MS = 2 * 3_600_000;

const nightBefore = (now: number): number => Math.floor((now - NIGHT_MS) / DAY_MS) * DAY_MS + NIGHT_MS;

/** What the fleet is to have now that all that falls due once has: the night's, where one has been since. */
export function servesNow({ plan, scheduled, world }: CheckerInput): number {
  const isNight =
    plan.fleet.schedule && nightBefore(world.now()) > (scheduled.at(-1)?.at ?? Number.POSITIVE_INFINITY);
  return isNight ? plan.fleet.servers : scheduledServers(plan.fleet);
}

/** What the fleet has when all of its schedule has fallen due. */
export const scheduledServers = ({ servers, due = [] }: FleetPlan): number => due.at(-1)?.servers ?? servers;
