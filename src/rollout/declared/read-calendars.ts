import { CALENDARS_AT_ONCE, calendarState } from "../../aws/ssm/calendar-state.ts";
import { chunk } from "../../aws/describe-existing.ts";
import type { CalendarReading } from "../../domain/brakes/calendar.ts";
import type { Fleet } from "../../domain/declaration/fleet.ts";
import { AccessDenied, NotFound, Rejected, ServiceUnavailable, Throttled } from "../../errors/errors.ts";
import { keepCalendar, readCalendar } from "../../ledger/brakes/calendars.ts";
import type { StepContext } from "../../step/step.ts";

type Context = Pick<StepContext<"ssm">, "ledger" | "clock" | "aws">;

/** Who comes by again in the same sweep takes what was read a moment ago. */
const SAME_SWEEP_MS = 60_000;

/** The Change Calendars that these fleets' declarations name, each once. */
export const calendarsOf = (fleets: readonly Pick<Fleet, "windows">[]): readonly string[] => [
  ...new Set(fleets.flatMap(({ windows }) => windows?.calendar ?? [])),
];

/** Reads the calendars of all these fleets together and keeps what they say, but for those that were read in this sweep. */
export async function readCalendars(
  fleets: readonly Pick<Fleet, "windows">[],
  context: Context,
): Promise<void> {
  const { ledger, clock } = context;
  const named = calendarsOf(fleets);
  const known = await Promise.all(named.map((name) => readCalendar(ledger, name)));
  const from = clock.now() - SAME_SWEEP_MS;
  const isOld = (reading: CalendarReading | null | undefined): boolean => !reading || reading.readAt < from;
  await readAnew(
    named.filter((_name, index) => isOld(known[index])),
    context,
  );
}

/** Reads them now, whoever has read them a moment ago. What cannot be read is kept as that, with why. */
export async function readAnew(names: readonly string[], context: Context): Promise<void> {
  for (const part of chunk(names, CALENDARS_AT_ONCE)) {
    for (const [name, reading] of await readPart(part, context))
      await keepCalendar(context.ledger, name, reading);
  }
}

/** What is open for so long is asked for no further: a run that takes longer has to fit into what all of them leave. */
const OPEN_FOR_MS = 86_400_000;

/**
 * One call says whether all of them are open, and until when at the least. Where they are not, or are not for long, or AWS refuses
 * one of them, each is asked for alone.
 */
async function readPart(names: readonly string[], context: Context): Promise<[string, CalendarReading][]> {
  const of = (
    reading: Partial<CalendarReading> & Pick<CalendarReading, "state">,
  ): [string, CalendarReading][] => {
    const rest = { reason: null, nextAt: null, passes: false, readAt: context.clock.now() };
    return names.map((name) => [name, { ...rest, ...reading }]);
  };
  const alone = async (): Promise<[string, CalendarReading][]> => {
    const found: [string, CalendarReading][] = [];
    for (const name of names) found.push(...(await readPart([name], context)));
    return found;
  };
  try {
    const { isOpen, nextAt } = await calendarState(context.aws.ssm, names);
    const isForAll = isOpen && (nextAt === null || nextAt - context.clock.now() > OPEN_FOR_MS);
    if (!isForAll && names.length > 1) return await alone();
    return of({ state: isOpen ? "OPEN" : "CLOSED", nextAt });
  } catch (error) {
    if (names.length > 1 && isOfOne(error)) return alone();
    const passes = error instanceof Throttled || error instanceof ServiceUnavailable;
    return of({ state: "unreadable", reason: said(error), passes });
  }
}

const isOfOne = (error: unknown): boolean =>
  error instanceof AccessDenied || error instanceof NotFound || error instanceof Rejected;

/** An error of ours ends with what to do next, which is for calls that change something. */
const said = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replace(/\. Next: .*$/s, "");
