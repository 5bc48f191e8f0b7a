import * as z from "zod";

/** A person wants no step forward until then. Instants are milliseconds since 1970. */
export const pause = z.strictObject({
  by: z.string().min(1),
  reason: z.string().min(1),
  at: z.number(),
  /** When it ends by itself, and the run goes on. */
  until: z.number(),
  /** What the run's deadline was away when it was paused: it is as far away when the pause is over. */
  leftMs: z.number(),
  /** Until when the pause has been counted for what its phase measures. */
  countedAt: z.number(),
});
export type Pause = Readonly<z.infer<typeof pause>>;

/** Whoever pauses and goes home finds it going on a day later, and not standing for ever. */
export const PAUSE_SECONDS = 86_400;
/** An execution of the machine lasts for 31 days at most, and what is paused for longer is better rolled back. */
export const LONGEST_PAUSE_SECONDS = 30 * 86_400;

/** As much of a run as a pause is about. */
interface Pausable {
  readonly phase: string;
  readonly phaseStartedAt: number;
  readonly deadlineAt: number;
  readonly pause?: Pause | null;
  readonly abort: unknown;
  readonly failure: unknown;
}

/** The pause that holds the run now; null: none does. What is on its way back is held by none. */
export function pauseNow({ pause: found, abort, failure }: Pausable, now: number): Pause | null {
  if (found == null || abort !== null || failure !== null || now >= found.until) return null;
  return found;
}

/** Counts its time from when the phase began: a launch that is watched in a pause is not late for that. */
const COUNTED = "ObserveGreen";

/**
 * The run with its times moved on by its pause, whether that holds or has just ended: no deadline of work runs out in it. What is
 * declared to last – a step, the bake, the warm time – goes on in it, since green is watched.
 */
export function withPauseCounted<R extends Pausable>(run: R, now: number): R {
  const { pause: found, abort, failure, phase, phaseStartedAt } = run;
  if (found == null || abort !== null || failure !== null) return run;
  const end = Math.max(found.countedAt, Math.min(now, found.until));
  const counted = phase === COUNTED ? end - found.countedAt : 0;
  return {
    ...run,
    deadlineAt: end + found.leftMs,
    phaseStartedAt: Math.min(now, phaseStartedAt + counted),
    pause: { ...found, countedAt: end },
  };
}
