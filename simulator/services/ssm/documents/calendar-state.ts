import type { GetCalendarStateRequest, GetCalendarStateResponse } from "@aws-sdk/client-ssm";
import type { WorldState } from "../../../world/state.ts";
import type { World } from "../../../world/world.ts";
import { type Operation, ServiceFault } from "../../operation.ts";
import type { CalendarRecord } from "../state.ts";
import { invalid, refuseMoreThan } from "../validation.ts";
import { documentArn } from "./store.ts";

/** An assumption: AWS documents a list of names and no bound; ten, as for GetParameters. */
const MOST_NAMES = 10;

/** OPEN only if all of the calendars are (aws-facts 9.4). Without AtTime it is that of now. */
export const getCalendarState: Operation<GetCalendarStateRequest, GetCalendarStateResponse> = {
  kind: "read",
  accepts: ["CalendarNames", "AtTime"],
  handle: ({ CalendarNames = [], AtTime }, { state, world, now }) => {
    if (CalendarNames.length === 0) throw invalid("Value at 'calendarNames' must have at least one member");
    refuseMoreThan(MOST_NAMES, CalendarNames, "calendarNames");
    const calendars = CalendarNames.map((name) => calendarOf(name, state, world));
    const at = AtTime === undefined ? now : Date.parse(AtTime);
    if (Number.isNaN(at)) throw invalid(`Value '${AtTime}' at 'atTime' is no time of ISO 8601`);
    const isOpen = areOpen(calendars, at);
    const next = changes(calendars)
      .filter((each) => each > at)
      .sort((a, b) => a - b)
      .find((each) => areOpen(calendars, each) !== isOpen);
    return {
      State: isOpen ? "OPEN" : "CLOSED",
      AtTime: shown(at),
      ...(next !== undefined && { NextTransitionTime: shown(next) }),
    };
  },
};

function calendarOf(name: string, state: WorldState, world: World): CalendarRecord {
  const document = state.documents.get(documentArn(world, name));
  if (document === undefined)
    throw new ServiceFault("InvalidDocument", `Document with name ${name} does not exist.`);
  if (document.type !== "ChangeCalendar")
    throw new ServiceFault("InvalidDocumentType", `The document ${name} is of type ${document.type}.`);
  if (document.calendar === null)
    throw new ServiceFault("UnsupportedCalendarException", `The calendar ${name} is not supported.`);
  return document.calendar;
}

const areOpen = (calendars: readonly CalendarRecord[], at: number): boolean =>
  calendars.every(
    ({ type, events }) =>
      events.some(({ from, to }) => from <= at && at < to) === (type === "DEFAULT_CLOSED"),
  );

const changes = (calendars: readonly CalendarRecord[]): number[] =>
  calendars.flatMap(({ events }) => events.flatMap(({ from, to }) => [from, to]));

/** As the command line's reference shows it: `2020-02-19T22:28:51Z`. */
const shown = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`;
