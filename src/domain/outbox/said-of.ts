import { explain } from "../explain/explain.ts";
import type { RunRecord } from "../run/run-record.ts";

/** Commands that an event proposes at most: a chat shows them all. */
const MOST_NEXT = 3;

/** What an event says of a run, in the one sentence that all surfaces have, with the acts that can be done now. */
export function saidOf(run: RunRecord, now: number) {
  const { sentence, since, endsAt, actions } = explain(run, now);
  // What has ended is looked at before anything is begun anew.
  const isFirst = (act: string): boolean => run.endedAt !== null && act === "history";
  const possible = actions
    .filter(({ blockedReason }) => blockedReason === null)
    .sort((a, b) => Number(isFirst(b.act)) - Number(isFirst(a.act)));
  return {
    sentence,
    next: possible.slice(0, MOST_NEXT).map(({ command }) => command),
    since: new Date(since ?? now).toISOString(),
    endsAt: endsAt === null ? null : new Date(endsAt).toISOString(),
  };
}
