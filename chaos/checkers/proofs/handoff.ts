import type { Generation } from "../../../src/domain/generation.ts";
import { carriersOf, isAmong } from "../carrying.ts";
import type { CheckerInput } from "../checker-input.ts";
import type { Change } from "../invariant.ts";

/** What is known of the decision that lets blue go. */
interface LettingGo extends Pick<Change, "since"> {
  /** When the rollout took the last of blue's traffic. */
  readonly movedAt: number;
  /** Since when the step was under way that released blue. */
  readonly releasedOn: number | undefined;
}

/**
 * Every server that was in service before blue was released, and that ever had traffic, has proved its data safe, as
 * Systems Manager itself recorded it, asked after blue had its last traffic taken. A server that joined blue while this
 * decision was made is nobody's fault.
 */
export function handoffFault(
  blue: Generation,
  { since, movedAt, releasedOn = since }: LettingGo,
  input: CheckerInput,
): string | undefined {
  const { view, world, serving, plan } = input;
  const { handoff } = view.fleet?.retire ?? {};
  if (handoff === undefined) return undefined;
  const proved = provedBy(handoff.command, movedAt, input);
  const before = Math.min(since, releasedOn);
  const carries = carriersOf(blue, plan.fleet);
  const servers = [...(world.state.groups.get(blue.group)?.instances.values() ?? [])];
  const open = servers.find(
    ({ id, lifecycleState, inServiceAt }) =>
      lifecycleState === "InService" &&
      !proved.has(id) &&
      inServiceAt !== null &&
      inServiceAt < before &&
      serving.trafficWas(inServiceAt, (names) => isAmong(names, carries)),
  );
  return open && `${open.id} has not handed its data off`;
}

/** The servers on which the command, asked at `since` or later, succeeded. */
function provedBy(command: string, since: number, { world }: CheckerInput): Set<string> {
  const proved = new Set<string>();
  for (const { parameters, invocations, requestedAt } of world.state.commands.values()) {
    if (!parameters["commands"]?.includes(command) || requestedAt < since) continue;
    for (const { instanceId, status } of invocations.values())
      if (status === "Success") proved.add(instanceId);
  }
  return proved;
}
