import type { Reason } from "../../../src/domain/run/cause.ts";

interface Closed {
  readonly from: number;
  readonly to: number;
}

/** What binds the begin of a fleet's runs, as the world itself has it. Instants are milliseconds since 1970. */
export interface ClosedTimes {
  readonly windows: readonly Closed[];
  /** Windows are those that are denied; else what is between those that are allowed. */
  readonly isDenied: boolean;
  /** Servers that are older wait for neither an allowed window nor the budget; null: none do not. */
  readonly hardAgeMs: number | null;
  readonly calendar: readonly Closed[];
  readonly perDay: number | null;
  readonly perReason: Readonly<Partial<Record<Reason, number>>>;
  /** Until when, at the latest, another fleet's rollout that never begins has the one slot there is; null: there are as many as one likes. */
  readonly slotFrom: number | null;
}

const DAY_MS = 86_400_000;
/** What is open again is seen by the next sweep, and a calendar is read by it: after faults, or a lost answer, by the one after that. */
const UNSEEN_MS = 960_000;
/** Two processes whose clocks are each off by five seconds. */
const SKEW_MS = 10_000;

/** A rollout that was begun. */
export interface BegunRun {
  readonly at: number;
  readonly reason: Reason;
}

/** Why nothing may have begun all through this time, by every clock; undefined: something may have. */
export function surelyClosed(
  { windows, calendar, isDenied }: ClosedTimes,
  { from, to }: { readonly from: number; readonly to: number },
  isTooOld = false,
): string | undefined {
  const isIn = (each: Closed): boolean => each.from + SKEW_MS < from && to < each.to - SKEW_MS;
  if ((isDenied || !isTooOld) && windows.some(isIn)) return "no window is open";
  return calendar.some(isIn) ? "the change calendar is closed" : undefined;
}

/** What of the budget is used up by others that were begun before; undefined: nothing surely is. */
export function usedUpBy(
  begun: readonly BegunRun[],
  { perDay, perReason }: ClosedTimes,
  { at, reason }: BegunRun,
): string | undefined {
  const lately = begun.filter((each) => at - each.at < DAY_MS - SKEW_MS);
  const own = lately.filter((each) => each.reason === reason);
  if (perDay !== null && lately.length >= perDay)
    return `${lately.length} of ${perDay} runs a day have begun`;
  const most = perReason[reason];
  return most !== undefined && own.length >= most
    ? `${own.length} of ${most} runs a day for ${reason} have begun`
    : undefined;
}

/** Whether anything of it may have held back what was due at some instant of this time. */
export function mayHold(
  times: ClosedTimes | undefined,
  begun: readonly BegunRun[],
  { from, to }: { readonly from: number; readonly to: number },
): boolean {
  if (times === undefined) return false;
  const meets = (each: Closed): boolean => each.from < to + SKEW_MS && each.to + UNSEEN_MS > from;
  const isShut = [...times.windows, ...times.calendar].some(meets);
  const hasSlot = times.slotFrom === null || times.slotFrom + UNSEEN_MS < from;
  const lately = begun.filter(({ at }) => to - at < DAY_MS + SKEW_MS);
  const isUsedUp = (most: number | undefined | null, count: number): boolean => most != null && count >= most;
  return (
    isShut ||
    !hasSlot ||
    isUsedUp(times.perDay, lately.length) ||
    Object.entries(times.perReason).some(([reason, most]) =>
      isUsedUp(most, lately.filter((each) => each.reason === reason).length),
    )
  );
}
