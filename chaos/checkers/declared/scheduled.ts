import type { Generation } from "../../../src/domain/generation.ts";
import type { FleetPlan } from "../../draws/plan.ts";
import { carriersOf, isAlone } from "../carrying.ts";
import type { CheckerInput } from "../checker-input.ts";
import { interfered } from "../interference.ts";
import type { Change } from "../invariant.ts";
import { groupOf, sidesOf } from "../sides.ts";

/** Clocks are five seconds off either way. */
const SKEW_MS = 10_000;

/** Whether all traffic rests on the group's side, and its schedule has asked for this size last, or for less. */
export function isScheduled(size: number, change: Change, input: CheckerInput): boolean {
  const { call, rollout } = change;
  const last = input.scheduled.findLast(({ at }) => at <= input.world.now() + SKEW_MS);
  if (call.action !== "UpdateAutoScalingGroup" || last === undefined || rollout === undefined) return false;
  const { blue, green } = sidesOf(input, rollout);
  const isReleased = rollout.milestones["blue-released"] !== undefined;
  // Where somebody deleted blue's group there is nothing to go back to: green keeps all of it.
  const isBack = input.world.state.groups.has(blue?.group ?? "");
  const returned = rollout.failure === null ? undefined : isBack ? blue : green;
  const rests = isReleased ? green : returned;
  return groupOf(change) === rests?.group && size >= last.servers && hasAll(rests, change, input);
}

/** Servers that pull have no traffic; and once blue is released somebody may give some to what is left of it. */
function hasAll(side: Generation | undefined, { since, rollout }: Change, input: CheckerInput): boolean {
  const { plan, serving } = input;
  if (plan.fleet.strategy === "none") return true;
  if (rollout && interfered(input, "traffic", { since: rollout.startedAt })) return true;
  const carriers = carriersOf(side, plan.fleet);
  return serving.trafficWas(since, (names) => isAlone(names, carriers));
}

/** What the fleet has when all of its schedule has fallen due. */
export const scheduledServers = ({ servers, due = [] }: FleetPlan): number => due.at(-1)?.servers ?? servers;
