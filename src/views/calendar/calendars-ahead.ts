import { calendarState } from "../../aws/ssm/calendar-state.ts";
import type { StepContext } from "../../step/step.ts";
import type { CalendarAhead, CalendarSpan } from "../../domain/calendar/fleet-ahead.ts";

/** One call each: a calendar that changes every hour of three months is read so far and no further. */
const MOST_CHANGES = 400;

interface Stretch {
  readonly from: number;
  readonly until: number;
}

/** Asks AWS what becomes of a Change Calendar: its state at an instant, and when that changes next, from one to the other. */
export async function readCalendarAhead(
  open: () => Promise<Pick<StepContext<"ssm">, "aws">>,
  name: string,
  { from, until }: Stretch,
): Promise<CalendarAhead> {
  const spans: CalendarSpan[] = [];
  try {
    const { aws } = await open();
    for (let at: number | null = from; at !== null && at < until && spans.length < MOST_CHANGES; ) {
      const { isOpen, nextAt }: Awaited<ReturnType<typeof calendarState>> = await calendarState(
        aws.ssm,
        [name],
        at,
      );
      spans.push({ from: at, to: nextAt, isOpen });
      at = nextAt;
    }
    return spans;
  } catch (error) {
    return { unreadable: (error as Error).message.replace(/\. Next: .*$/s, "") };
  }
}
