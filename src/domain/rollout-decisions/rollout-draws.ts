import type { Fleet } from "../declaration/fleet.ts";
import { TYPICAL_HEALTHY_SECONDS } from "../poll-interval.ts";
import type { BoundStrategy } from "../strategy-kinds.ts";
import type { Draw } from "./request-budget.ts";

type Retirement = Pick<Fleet, "bake" | "retire">;
type Shift = Pick<BoundStrategy, "source" | "steps" | "pauseSeconds">;

/** Until green is launched: its headroom, what blue is and who refreshes it, what hangs on it, green's group and the first look at it. */
const LAUNCH: Draw = { after: 0, requests: 10 };
/** From the last step on until reads agree that traffic has moved. */
const SETTLING_SECONDS = 15;

/** Where no target group says how green is, its group and its scaling activities are read at each poll (watch-blocker.ts). */
const WATCHED_SECONDS = 75;
/** An hour of them is booked: what is polled later is spread by then, and a bake of days would book thousands. */
const MOST_POLLS = 48;

function watchedUntil(end: number, begin: number): Draw[] {
  const polls = Math.min(MOST_POLLS, Math.max(1, Math.ceil((end - begin) / WATCHED_SECONDS)));
  return Array.from({ length: polls }, (_, poll) => ({ after: begin + poll * WATCHED_SECONDS, requests: 2 }));
}

/**
 * The Auto Scaling requests of one rollout and when it makes them, as small fleets do that are the only ones of their
 * account (test/bench/rollout-draws.test.ts). Of servers that boot for longer the later ones come later than is booked:
 * that costs throttled calls, which are tried again, and no failed step.
 */
export function drawsOf(fleet: Retirement, shift: Shift): Draw[] {
  const released = (moved: number): number =>
    moved + Math.max(fleet.bake, fleet.retire.drain) + fleet.retire.warm;
  const healthy = TYPICAL_HEALTHY_SECONDS;
  if (shift.source.kind === "nothing")
    return [LAUNCH, ...watchedUntil(released(healthy), healthy), { after: released(healthy), requests: 13 }];
  const { steps, pauseSeconds } = shift;
  const last = healthy + (steps.length - 1) * pauseSeconds;
  if (shift.source.kind === "actions") {
    const gone = released(last + SETTLING_SECONDS);
    return [
      LAUNCH,
      { after: healthy, requests: 2 },
      // Each step reads both groups again.
      ...steps.map((_, step) => ({ after: healthy + step * pauseSeconds, requests: 1 })),
      // What blue has come to have since green was made from it is read before it goes.
      { after: gone, requests: 6 },
      // Blue's target group drains once more while its servers are terminated.
      { after: gone + fleet.retire.drain, requests: 2 },
    ];
  }
  // Each look at the attachments asks for both groups', and the first ones come before green has passed its check.
  const joined = last + pauseSeconds;
  return [
    LAUNCH,
    { after: healthy, requests: 5 },
    { after: last, requests: 8 },
    { after: joined, requests: 9 },
    { after: released(joined + SETTLING_SECONDS), requests: 10 },
  ];
}
