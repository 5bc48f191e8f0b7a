import type { Generation } from "../../src/domain/generation.ts";
import type { Change, Sight } from "../sight.ts";

/** Every server of blue that ever had traffic has proved its data safe, as Systems Manager itself recorded it. */
export function handoffFault(blue: Generation, { since }: Change, { view, world }: Sight): string | undefined {
  const { handoff } = view.fleet?.retire ?? {};
  if (handoff === undefined) return undefined;
  const proved = new Set<string>();
  for (const { parameters, invocations } of world.state.commands.values()) {
    if (!parameters["commands"]?.includes(handoff.command)) continue;
    for (const { instanceId, status } of invocations.values()) if (status === "Success") proved.add(instanceId);
  }
  const servers = [...(world.state.groups.get(blue.group)?.instances.values() ?? [])];
  const open = servers.find(
    ({ id, lifecycleState, inServiceAt }) =>
      lifecycleState === "InService" && (inServiceAt ?? since) < since && !proved.has(id),
  );
  return open && `${open.id} has not handed its data off`;
}
