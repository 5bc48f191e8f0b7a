import type { ApprovalAsk } from "../approval/approval-ask.ts";
import { openingFrom } from "../brakes/opening.ts";
import type { Start } from "../decide/decide.ts";
import type { FleetAhead, OpenAhead } from "./fleet-ahead.ts";

/** Green is ready for its first traffic, and waits for a person's yes (approval.before: shift). Instants are milliseconds since 1970. */
export interface YesWait {
  readonly from: number;
  /** Its deadline: that somebody answers is not foreseen. */
  readonly to: number;
  /** What comes of it then. */
  readonly onDeadline: ApprovalAsk["onDeadline"];
}

/** Green is ready for its first traffic, and waits for a window. */
export interface ShiftWait {
  readonly from: number;
  /** Null: none opens within 400 days. */
  readonly to: number | null;
}

/** What green waits for before its first traffic, both generations running: a yes first, then a window. */
export interface BeforeTraffic {
  readonly yes: YesWait | null;
  readonly window: ShiftWait | null;
}

/** When green is ready, and what it needs then. */
type Ready = Pick<OpenAhead, "needsYes" | "needsWindow" | "isForAge"> & { readonly at: number };

const NONE: BeforeTraffic = { yes: null, window: null };

/**
 * What the green of a run that begins then waits for. What a person begins waits for no window, and servers that are replaced in place for
 * neither.
 */
export function beforeTraffic(
  ahead: FleetAhead,
  { reason, target, servers }: Start,
  at: number,
): BeforeTraffic {
  const { toTraffic, gatesShift, state } = ahead;
  if (toTraffic === null || servers !== undefined) return NONE;
  return waitsOf(ahead, {
    at: at + toTraffic * 1000,
    needsYes: state.approvals.settings?.before === "shift",
    needsWindow: gatesShift && reason !== "operator",
    isForAge: reason === "age" && target.image === state.live?.image,
  });
}

/** What green waits for that is ready then. One that is refused waits for no window. */
export function waitsOf(ahead: FleetAhead, { at, needsYes, needsWindow, isForAge }: Ready): BeforeTraffic {
  const yes = needsYes ? yesWait(ahead, at) : null;
  if (yes?.onDeadline === "reject" || !needsWindow) return { yes, window: null };
  return { yes, window: windowWait(ahead, yes?.to ?? at, isForAge) };
}

/** How long that is, milliseconds; of a window that nobody knows to open nothing. */
export const waitedMs = ({ yes, window }: BeforeTraffic): number =>
  (yes === null ? 0 : yes.to - yes.from) + (window === null ? 0 : (window.to ?? window.from) - window.from);

/** By the ask of the open run, or as it will be asked when green is ready. Null: a person said yes. */
function yesWait({ state: { approvals, open } }: FleetAhead, at: number): YesWait | null {
  const ask = approvals.asks.find(({ kind, rollout }) => kind === "shift" && rollout === open?.id);
  if (ask?.answer)
    return ask.answer.verdict === "approved" ? null : { from: at, to: at, onDeadline: "reject" };
  if (ask) return { from: at, to: Math.max(at, ask.until), onDeadline: ask.onDeadline };
  const { settings } = approvals;
  return settings && { from: at, to: at + settings.deadline * 1000, onDeadline: settings.onDeadline };
}

/** What is too old to wait waits for no window that is allowed. */
function windowWait({ permits, state }: FleetAhead, from: number, isForAge: boolean): ShiftWait | null {
  if (permits === null) return null;
  const { hardAgeAt } = state.brakes;
  const isHard = isForAge && hardAgeAt !== null && from >= hardAgeAt;
  const open = openingFrom(isHard ? { ...permits, allow: [] } : permits, from);
  return open?.from === from ? null : { from, to: open?.from ?? null };
}
