import { fleetOf } from "../../domain/declaration/fleet-of.ts";
import type { Fleet } from "../../domain/declaration/fleet.ts";
import type { NamedGate } from "../../domain/gate-kinds.ts";
import type { Work } from "../work.ts";

export const isPromoted = (work: Work<never>): boolean => work.run().promotion !== null;

/** What the fleet declares, whatever is skipped of it. */
const asDeclared = (work: Work<never>): Fleet => fleetOf(work.run().declaration);

/** Writes down, once, that this was skipped because a person has promoted the rollout. */
export async function noteSkipped(
  what: (declared: Fleet) => string | null,
  work: Work<never>,
): Promise<void> {
  const { promotion } = work.run();
  const words = promotion && what(asDeclared(work));
  if (promotion === null || words === null || promotion.skipped.includes(words)) return;
  const reason = `${words}: skipped, since ${promotion.by} promoted the rollout (${promotion.reason})`;
  await work.note("decision", reason, { action: "skip" });
  await work.update({ promotion: { ...promotion, skipped: [...promotion.skipped, words] } });
}

/** The gates that are still asked: of a promoted rollout those that were asked before. What is skipped is written down. */
export async function gatesLeft(
  gates: readonly NamedGate[],
  work: Work<never>,
): Promise<readonly NamedGate[]> {
  if (!isPromoted(work)) return gates;
  const { gates: judged, commands } = work.run();
  const isAsked = ({ name }: NamedGate): boolean =>
    commands[name] !== undefined || judged.some(({ gate }) => gate === name);
  for (const gate of gates) if (!isAsked(gate)) await noteSkipped(() => `gate ${gate.name}`, work);
  return gates.filter(isAsked);
}
