import type { World } from "../../simulator/world/world.ts";
import type { Account } from "../../rehearsal/account.ts";

/** Whether users still reach green: by the weights of the listener, or by green's place in the one target group. */
export function hasTraffic({ state }: World, { group, targetGroups: [a = "", b = ""] }: Account): boolean {
  const forwards = [...state.rules.values()].flatMap(({ actions }) =>
    actions.flatMap((action) => (action.type === "forward" ? action.forward.targetGroups : [])),
  );
  const green = [...state.groups.values()].filter(({ name, deleting }) => name !== group && !deleting);
  const isAttached = green.some(({ targetGroupArns }) => targetGroupArns.includes(a));
  return isAttached || forwards.some(({ arn, weight }) => arn === b && weight > 0);
}
