import { formatDuration } from "../duration.ts";
import { formatInstant } from "../format-instant.ts";
import { deadlineNow } from "../run/deadline-now.ts";
import type { RolloutRecord } from "../run/rollout.ts";
import { pauseNow } from "./pause.ts";

/** What a person may do to a rollout that is open. */
export type SteeringAct = "pause" | "resume" | "promote" | "abort" | "rollback";

/** Who does what, and why. */
export interface Steering {
  readonly act: SteeringAct;
  readonly fleet: string;
  readonly by: string;
  readonly reason: string;
  /** How long a pause lasts. */
  readonly seconds: number;
}

/** What is written of it, and said; or why nothing is, in words. */
type Steered =
  | { readonly changes: Partial<RolloutRecord>; readonly said: string }
  | { readonly noop: string };

/**
 * What an act comes to on the fleet's open rollout, undefined where none is. Outside of its states an act changes nothing, and says
 * why, and what does instead.
 */
export function steer(asked: Steering, run: RolloutRecord | undefined, now: number): Steered {
  if (run === undefined) return { noop: NONE_RUNS[asked.act](asked.fleet) };
  const { act } = asked;
  const isBack = act === "abort" || act === "rollback";
  const noop = isBack ? backBlocker(run) : forwardBlocker(act, run);
  return noop === null ? ACTS[act](asked, run, now) : { noop };
}

const NONE_RUNS: Readonly<Record<SteeringAct, (fleet: string) => string>> = {
  pause: (fleet) =>
    `no rollout of ${fleet} runs, so there is nothing to pause: moult freeze ${fleet} --reason <text> keeps one from beginning`,
  resume: (fleet) => `no rollout of ${fleet} runs, so there is nothing to resume`,
  promote: (fleet) =>
    `no rollout of ${fleet} runs, so there is nothing to promote: moult rollout start ${fleet} begins what is due`,
  abort: (fleet) => `no rollout of ${fleet} runs, so there is nothing to abort`,
  rollback: (fleet) => `no rollout of ${fleet} runs that could be rolled back`,
};

const isReleased = ({ milestones }: RolloutRecord): boolean => milestones["blue-released"] !== undefined;

/** Why the rollout cannot be taken back, in words; null: it can. One that goes back for a fault is refused by a person all the same. */
function backBlocker(run: RolloutRecord): string | null {
  const { id, abort, fleet, imageFrom } = run;
  if (isReleased(run)) {
    const way =
      imageFrom === null
        ? ""
        : `: moult rollout rollback ${fleet} --reason <text> --confirm ${fleet} goes back to ${imageFrom} by a rollout of its own`;
    return `rollout ${id} has released blue, and the only way is forward${way}`;
  }
  if (abort === null) return null;
  return `rollout ${id} rolls back already: ${abort.requestedBy} asked for that on ${formatInstant(abort.requestedAt)} (${abort.reason})`;
}

/** Why the rollout has no step forward left that could be held or hurried, in words; null: it has. */
function forwardBlocker(act: SteeringAct, run: RolloutRecord): string | null {
  const { id, fleet, abort, failure, settlement, needsPerson } = run;
  if (abort !== null || failure !== null || needsPerson !== null) {
    const why = abort === null ? failure?.reason : `${abort.requestedBy} asked for that (${abort.reason})`;
    const after = act === "promote" ? `; moult rollout retry ${fleet} begins it again afterwards` : "";
    return `rollout ${id} rolls back: ${why ?? "it needs a person"}; nothing of that is left to ${act}${after}`;
  }
  if (isReleased(run)) return `rollout ${id} has released blue and finishes: no step is left to ${act}`;
  if (settlement !== null)
    return `rollout ${id} is being settled on ${settlement.keep}, as ${settlement.by} asked: there is nothing to ${act}`;
  return null;
}

type Act = (asked: Steering, run: RolloutRecord, now: number) => Steered;

const back: Act = ({ act, by, reason }, run, now) => {
  const abort = { requestedBy: by, reason, requestedAt: now, ...(act === "rollback" && { act }) };
  const does =
    run.failure === null ? "will roll back at its next look" : `rolls back already (${run.failure.reason})`;
  const said = `rollout ${run.id} ${does}; ${run.imageTo} is begun again only by moult rollout retry ${run.fleet}`;
  return { changes: { abort, ...unpaused(run, now) }, said };
};

const ACTS: Readonly<Record<SteeringAct, Act>> = {
  pause: ({ by, reason, seconds, fleet }, run, now) => {
    const until = now + seconds * 1000;
    const held = pauseNow(run, now);
    if (held !== null && held.until >= until)
      return { noop: `rollout ${run.id} is paused already, ${pausedWords(held)}` };
    const leftMs = deadlineNow(run, now) - now;
    const pause = { by, reason, at: now, until, leftMs, countedAt: now };
    const said = `rollout ${run.id} takes no step forward until ${formatInstant(until)} (${formatDuration(seconds)}), and then goes on by itself; green is watched meanwhile, and goes back if it is not good. moult rollout resume ${fleet} lets it go on before`;
    return { changes: { ...unpaused(run, now), pause }, said };
  },
  resume: ({ fleet }, run, now) => {
    if (pauseNow(run, now) === null)
      return {
        noop: `rollout ${run.id} is not paused, it is in ${run.phase}: moult rollout status ${fleet} says what it waits for. One whose process has ended is taken up by moult rollout take-up ${fleet}`,
      };
    return { changes: unpaused(run, now), said: `rollout ${run.id} goes on at its next look` };
  },
  promote: ({ by, reason }, run, now) => {
    const { promotion, id } = run;
    const held = pauseNow(run, now);
    if (promotion !== null && held === null)
      return { noop: `rollout ${id} is promoted already, by ${promotion.by} (${promotion.reason})` };
    const said = `rollout ${id} goes on without gates that were not asked yet, the pauses of its steps, bake and warm time; the floor, the watch of green and the looks before blue goes stay`;
    const promoted = { by, reason, at: now, skipped: promotion?.skipped ?? [] };
    return { changes: { promotion: promoted, ...unpaused(run, now) }, said };
  },
  abort: back,
  rollback: back,
};

/** `by ada until 2026-11-29 11:40:36Z: look at it` */
export const pausedWords = ({ by, until, reason }: { by: string; until: number; reason: string }): string =>
  `by ${by} until ${formatInstant(until)}: ${reason}`;

/**
 * The run as it goes on from here: its deadline is as far away as it was when it was paused, and the pause is no part of how long it
 * takes. What it waits for is still waited for, and counts from now on.
 */
export function unpaused(
  run: RolloutRecord,
  now: number,
): Pick<RolloutRecord, "pause" | "deadlineAt" | "waiting"> & Partial<Pick<RolloutRecord, "heldMs">> {
  const { pause, deadlineAt, waiting, phase, heldMs = 0 } = run;
  if (pause === null) return { pause, deadlineAt, waiting };
  const end = Math.min(now, pause.until);
  const since = waiting && Math.max(waiting.since, Math.min(end, waiting.until));
  return {
    pause: null,
    // What waits before the first traffic counts all of its time itself.
    ...(phase !== "AwaitApproval" && { heldMs: heldMs + Math.max(0, end - pause.at) }),
    deadlineAt: end + pause.leftMs,
    waiting: waiting && { ...waiting, since: since ?? waiting.since },
  };
}
