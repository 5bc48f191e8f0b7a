import type { Fleet } from "../declaration/fleet.ts";
import { mostSeconds } from "../brakes/least-seconds.ts";
import { TYPICAL_HEALTHY_SECONDS } from "../poll-interval.ts";
import { strategyOf } from "../strategy-kinds.ts";
import { lengthMs, type RunPointers } from "../run/run-pointers.ts";
import type { Span } from "./fleet-ahead.ts";

/** From the last step on until reads agree that traffic has moved, and the polls in between. */
const SETTLING_SECONDS = 15;

type Timed = Pick<Fleet, "traffic" | "bake" | "retire" | "deadlines">;

/** What a run takes by its declaration alone: servers that come up as is usual, pauses, bake, drain, and the time that blue stays. */
function declaredSeconds({ traffic, bake, retire }: Omit<Timed, "deadlines">): number {
  const { steps, pauseSeconds, source } = strategyOf(traffic);
  const shift = source.kind === "nothing" ? 0 : (steps.length - 1) * pauseSeconds + SETTLING_SECONDS;
  return TYPICAL_HEALTHY_SECONDS + shift + Math.max(bake, retire.drain) + retire.warm;
}

/** The longest of the last few that nothing held up, as windows ask for (read-brakes); of a fleet that has had none, by the declaration. */
export function lengthOf(fleet: Timed, rollouts: RunPointers | undefined): Span {
  const most = mostSeconds(fleet);
  const measured = (rollouts?.runs ?? []).flatMap((run) => {
    const ms = lengthMs(run);
    return ms === null || ms / 1000 > most ? [] : ms / 1000;
  });
  return measured.length === 0
    ? { seconds: declaredSeconds(fleet), isMeasured: false }
    : { seconds: Math.max(...measured), isMeasured: true };
}

/** Whether windows hold green's first traffic as well. */
export const gatesShift = ({ windows }: Pick<Fleet, "windows">): boolean => windows?.gates === "shift";

/**
 * How long of that it is until green is ready for its first traffic; null: neither a window nor a person holds that. What the last runs
 * took is all before it but what is declared to come after.
 */
export function toTrafficOf(
  fleet: Timed & Pick<Fleet, "windows" | "approval">,
  { seconds }: Span,
): number | null {
  if (!gatesShift(fleet) && fleet.approval?.before !== "shift") return null;
  return Math.max(TYPICAL_HEALTHY_SECONDS, seconds - declaredSeconds(fleet) + TYPICAL_HEALTHY_SECONDS);
}

/**
 * From the launch of new servers to the end of the old ones: as the last retirement that has ended shows it, counted from the begin of
 * its rollout. Of a fleet that has had none, a run and the drain of those that go after it.
 */
export function overlapOf(
  fleet: Timed,
  {
    rollouts,
    retirements,
  }: { readonly rollouts: RunPointers | undefined; readonly retirements: RunPointers | undefined },
): Span {
  for (const { startedAt, restsAt } of retirements?.runs ?? []) {
    const began = rollouts?.runs.find((each) => each.startedAt <= startedAt);
    // What it waited for a person or a window is no part of the next one.
    if (restsAt !== null && began !== undefined)
      return { seconds: (restsAt - began.startedAt - (began.heldMs ?? 0)) / 1000, isMeasured: true };
  }
  return { seconds: lengthOf(fleet, rollouts).seconds + fleet.retire.drain, isMeasured: false };
}
