import type { Generation } from "../../../src/domain/generation.ts";
import type { CheckerInput } from "../checker-input.ts";
import type { Change } from "../invariant.ts";

/**
 * Every server that was in service before blue was released, and that ever had traffic, has proved its data safe, as
 * Systems Manager itself recorded it, asked after blue had its last traffic taken. A server that joined blue while this decision was made is nobody's fault.
 */
export function handoffFault(
  blue: Generation,
  {
    since,
    movedAt,
    releasedOn = since,
  }: Change & { readonly movedAt: number; readonly releasedOn: number | undefined },
  input: CheckerInput,
): string | undefined {
  const { view, world, serving, plan } = input;
  const { handoff } = view.fleet?.retire ?? {};
  if (handoff === undefined) return undefined;
  const proved = new Set<string>();
  for (const { parameters, invocations, requestedAt } of world.state.commands.values()) {
    if (!parameters["commands"]?.includes(handoff.command) || requestedAt < movedAt) continue;
    for (const { instanceId, status } of invocations.values())
      if (status === "Success") proved.add(instanceId);
  }
  const servers = [...(world.state.groups.get(blue.group)?.instances.values() ?? [])];
  const before = Math.min(since, releasedOn);
  const carries = plan.fleet.strategy === "target-group" ? blue.group : (blue.targetGroup ?? blue.group);
  const open = servers.find(
    ({ id, lifecycleState, inServiceAt }) =>
      lifecycleState === "InService" &&
      !proved.has(id) &&
      inServiceAt !== null &&
      inServiceAt < before &&
      serving.trafficWas(inServiceAt, (names) => names.has(carries)),
  );
  return open && `${open.id} has not handed its data off`;
}
