import { formatDuration } from "../duration.ts";
import { formatInstant } from "../format-instant.ts";
import { deadlineNow } from "../run/deadline-now.ts";
import type { RecycleRecord } from "../run/recycle.ts";
import { pauseNow } from "./pause.ts";
import { pausedWords, type Steering } from "./steer.ts";

/** What is written of it, and said; or why nothing is, in words. */
type Steered =
  | { readonly changes: Partial<RecycleRecord>; readonly said: string }
  | { readonly noop: string };

/** The run as it goes on from here: its deadline is as far away as it was when it was paused. */
export function unpausedRecycle({ pause }: RecycleRecord, now: number): Partial<RecycleRecord> {
  return pause === null ? {} : { pause: null, deadlineAt: Math.min(now, pause.until) + pause.leftMs };
}

/** What an act comes to on servers that are replaced in place. */
export function steerRecycle(asked: Steering, run: RecycleRecord, now: number): Steered {
  const noop = recycleBlocker(asked, run, now);
  return noop === null ? ACTS[asked.act === "rollback" ? "abort" : asked.act](asked, run, now) : { noop };
}

/** Why the act changes nothing, in words; null: it does. */
function recycleBlocker({ act, seconds }: Steering, run: RecycleRecord, now: number): string | null {
  const { id, abort, failure, phase } = run;
  const held = pauseNow(run, now);
  if (act === "promote") return `recycle ${id} has nothing to promote: it waits for no declared time`;
  if (abort !== null)
    return `recycle ${id} is undone already: ${abort.requestedBy} asked for that (${abort.reason})`;
  if (act === "abort" || act === "rollback") return null;
  if (failure !== null)
    return `recycle ${id} is undone: ${failure.reason}; nothing of that is left to ${act}`;
  if (act === "resume") return held === null ? `recycle ${id} is not paused, it is in ${phase}` : null;
  const isLonger = held === null || held.until < now + seconds * 1000;
  return isLonger ? null : `recycle ${id} is paused already, ${pausedWords(held)}`;
}

type Act = (asked: Steering, run: RecycleRecord, now: number) => Exclude<Steered, { readonly noop: string }>;

const ACTS: Readonly<Record<"abort" | "pause" | "resume" | "promote", Act>> = {
  abort: ({ by, reason, fleet }, run, now) => ({
    changes: { abort: { requestedBy: by, reason, requestedAt: now }, ...unpausedRecycle(run, now) },
    said: `recycle ${run.id} puts the servers of its batch back at its next look; the same is begun again only by moult rollout retry ${fleet}`,
  }),
  resume: (_asked, run, now) => ({
    changes: unpausedRecycle(run, now),
    said: `recycle ${run.id} goes on at its next look`,
  }),
  promote: (_asked, run) => ({ changes: {}, said: `recycle ${run.id} goes on` }),
  pause: ({ by, reason, seconds, fleet }, run, now) => {
    const until = now + seconds * 1000;
    const pause = { by, reason, at: now, until, leftMs: deadlineNow(run, now) - now, countedAt: now };
    const said = `recycle ${run.id} begins nothing until ${formatInstant(until)} (${formatDuration(seconds)}), and then goes on by itself. moult rollout resume ${fleet} lets it go on before`;
    return { changes: { ...unpausedRecycle(run, now), pause }, said };
  },
};
