import type { RolloutRecord } from "../run/rollout.ts";

/** Why there is nothing to settle, in words, from the fleet's rollouts, the newest first. */
export function nothingUnsettled(
  fleet: string,
  [last]: readonly Pick<RolloutRecord, "id" | "endedAt" | "settlement">[],
): string {
  const said = last?.settlement && `on ${last.settlement.keep} by ${last.settlement.by}`;
  if (last?.endedAt === null)
    return said
      ? `rollout ${last.id} is being settled ${said}: see moult rollout status ${fleet}`
      : `rollout ${last.id} runs, and only one that needs a person can be settled: moult rollout abort ${fleet} --reason <text> ends it`;
  return said
    ? `rollout ${last?.id} was settled ${said}: nothing is left to settle`
    : `${fleet} needs no person: nothing is to be settled`;
}
