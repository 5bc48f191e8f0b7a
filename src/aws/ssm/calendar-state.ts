import { GetCalendarStateCommand, type SSMClient } from "@aws-sdk/client-ssm";
import { ServiceUnavailable } from "../../errors/errors.ts";

/** What AWS says of some calendars together. */
interface CalendarState {
  /** All of them are. */
  readonly isOpen: boolean;
  /** When that changes next, milliseconds since 1970; null: AWS names no such time. */
  readonly nextAt: number | null;
}

/** Names in one call. An assumption: AWS documents no bound. */
export const CALENDARS_AT_ONCE = 10;

/**
 * Whether all of these calendars are open: now by AWS's own clock, since without AtTime ours does not count, or at an instant to come. Throws NotFound for one that is
 * not there, and Rejected for what is no calendar (InvalidDocumentType) or none that AWS reads (UnsupportedCalendarException).
 */
export async function calendarState(
  client: SSMClient,
  names: readonly string[],
  at?: number,
): Promise<CalendarState> {
  const when = at === undefined ? {} : { AtTime: `${new Date(at).toISOString().slice(0, 19)}Z` };
  const { State, NextTransitionTime } = await client.send(
    new GetCalendarStateCommand({ CalendarNames: [...names], ...when }),
  );
  if (State !== "OPEN" && State !== "CLOSED")
    throw new ServiceUnavailable(`GetCalendarState answered the state ${State}, which is not known`);
  const next = Date.parse(NextTransitionTime ?? "");
  return { isOpen: State === "OPEN", nextAt: Number.isNaN(next) ? null : next };
}
