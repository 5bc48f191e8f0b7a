import { excused } from "../exemptions.ts";
import type { Wrote } from "../invariant.ts";
import type { SweepMetrics } from "./metrics.ts";

/** An event that is kept for longer was refused by a sweep before this one. */
const LATE_MS = 600_000;
/** Clocks are five seconds off either way, and a sweep lasts. */
const MARGIN_MS = 60_000;
/** Who takes an event on sends it within so long, or is dead. */
const SENDS_MS = 300_000;

interface OutboxBody {
  readonly pending: readonly { readonly id: string; readonly claimedUntil?: number | null }[];
}

interface Waiting {
  readonly since: number;
  readonly claimedUntil: number | null | undefined;
  /** Who took it on last, and when. */
  readonly takenOn: { readonly at: number; readonly caller: string };
}

/** Keeps which events wait for the bus, and since when, and judges what a sweep says of them. */
export function openUnsent() {
  /** By partition and by id. */
  const waiting = new Map<string, ReadonlyMap<string, Waiting>>();
  return {
    wrote: ({ partition, sort, body, invocation }: Wrote, now: number): void => {
      if (sort !== "outbox") return;
      const known = waiting.get(partition);
      const { pending } = body as unknown as OutboxBody;
      const next = pending.map(({ id, claimedUntil }): [string, Waiting] => {
        const taken = { at: now, caller: invocation.caller };
        const before = known?.get(id) ?? { since: now, claimedUntil, takenOn: taken };
        const isTaken = before.claimedUntil !== claimedUntil;
        return [id, { since: before.since, claimedUntil, takenOn: isTaken ? taken : before.takenOn }];
      });
      waiting.set(partition, new Map(next));
    },
    /** Whether any event waits now. */
    isAny: (): boolean => [...waiting.values()].some((each) => each.size > 0),
    fault: ({ startedAt, at, values, caller }: SweepMetrics): string | undefined => {
      const unsent = values.get("UnsentEvents");
      const late = [...waiting.values()]
        .flatMap((each) => [...each.values()])
        .find(
          ({ since, takenOn }) =>
            startedAt - since > LATE_MS + MARGIN_MS &&
            !excused(
              "rings: an event that another process has just taken on",
              at - takenOn.at < SENDS_MS && takenOn.caller !== caller,
            ),
        );
      if (unsent === undefined) return "a sweep says nothing of UnsentEvents";
      return late !== undefined && unsent === 0
        ? `events wait for the bus since ${late.since}, and UnsentEvents is ${unsent}`
        : undefined;
    },
  };
}
