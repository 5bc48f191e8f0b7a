import type { Fleet } from "../../../src/domain/declaration/fleet.ts";
import { namedGates } from "../../../src/domain/gate-kinds.ts";
import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";
import type { CheckerInput } from "../checker-input.ts";
import { excused } from "../exemptions.ts";
import type { Decision } from "../invariant.ts";
import { sidesOf } from "../sides.ts";

type Gate = Fleet["gates"][number];

/** What the ledger says of a gate that was passed is what Systems Manager, the servers and CloudWatch say. */
export function gateFault(decision: Decision, input: CheckerInput): string | undefined {
  const { entry, rollout } = decision;
  if (rollout.milestones["blue-released"] !== undefined) return undefined;
  for (const { gate, name } of namedGates(input.view.fleet?.gates ?? [])) {
    if (isSkipped(name, rollout)) continue;
    const fault =
      entry.action === "ValidateGreen passed"
        ? (commandFault(gate, rollout, input) ?? httpFault(gate, decision, input))
        : entry.action === "Bake passed"
          ? alarmFault(gate, decision, input)
          : undefined;
    if (fault !== undefined) return `${entry.action}, and ${fault}`;
  }
  return undefined;
}

/** A gate of validation that nobody had asked yet when a person promoted the rollout: health and floor are judged in the shift. */
export const isSkipped = (name: string, { promotion }: RolloutRecord): boolean =>
  excused(
    "blue-is-safe: a gate that was not asked yet when a person promoted",
    promotion?.skipped.includes(`gate ${name}`) ?? false,
  );

const ENDED_BADLY = new Set(["Failed", "TimedOut", "Cancelled"]);

/** The command ended well on as many of green's servers as there have to be, and badly on none. */
function commandFault(gate: Gate, rollout: RolloutRecord, input: CheckerInput): string | undefined {
  const { green } = sidesOf(input, rollout);
  if (gate.kind !== "command" || green === undefined || rollout.size === 0) return undefined;
  const servers = input.serving.members(green.group);
  const passed = new Set<string>();
  for (const { parameters, invocations } of input.world.state.commands.values()) {
    if (parameters["commands"]?.join() !== gate.commands.join()) continue;
    for (const { instanceId, status } of invocations.values()) {
      if (!servers.has(instanceId)) continue;
      if (ENDED_BADLY.has(status)) return `${gate.commands.join()} is ${status} on ${instanceId}`;
      if (status === "Success") passed.add(instanceId);
    }
  }
  return passed.size < rollout.size
    ? `${gate.commands.join()} succeeded on ${passed.size} of ${rollout.size} servers`
    : undefined;
}

/** No server that was in service before the look answers anything but what is expected. */
function httpFault(gate: Gate, { rollout, since }: Decision, input: CheckerInput): string | undefined {
  const { green } = sidesOf(input, rollout);
  if (gate.kind !== "http" || green === undefined) return undefined;
  const { groups, instances } = input.world.state;
  for (const { id, inServiceAt } of groups.get(green.group)?.instances.values() ?? []) {
    const status = instances.get(id)?.script.httpStatus ?? gate.expect;
    const isLater = input.trouble.lastAt(id) >= rollout.phaseStartedAt;
    if (inServiceAt === null || inServiceAt >= since || status === gate.expect) continue;
    if (!excused("blue-is-safe: a server that broke while green was validated", isLater))
      return `${id} answers ${status} to ${gate.path}`;
  }
  return undefined;
}

/**
 * Alarms are watched while green carries the traffic: none of them was in ALARM all the while that was decided. A run that was
 * settled on green, since it has the traffic, is asked nothing any more: it went neither on nor back for what rings.
 */
function alarmFault(gate: Gate, { since, rollout }: Decision, { world }: CheckerInput): string | undefined {
  if (gate.kind !== "alarm") return undefined;
  const isSettled = rollout.settlement !== null;
  if (excused("blue-is-safe: alarms of a run that was settled on green", isSettled)) return undefined;
  const ringing = gate.alarms.find((name) => {
    const alarm = world.state.alarms.get(name);
    return alarm?.state === "ALARM" && alarm.stateUpdatedAt < since;
  });
  return ringing && `${ringing} is in ALARM`;
}
