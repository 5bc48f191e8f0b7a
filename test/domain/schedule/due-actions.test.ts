import { expect, test } from "vitest";
import { dueActions, isOver } from "../../../src/domain/schedule/due-actions.ts";
import type { ScheduledAction } from "../../../src/domain/schedule/scheduled-action.ts";

const action = (given: Partial<ScheduledAction>): ScheduledAction => ({
  name: "morning",
  startAt: null,
  endAt: null,
  recurrence: null,
  timeZone: null,
  min: null,
  max: null,
  desired: 8,
  ...given,
});
const at = (text: string): number => Date.parse(`${text}Z`);
const shown = (instant: number): string => new Date(instant).toISOString().slice(0, 16);
/** The times at which it is due, as somebody sees them who asks every quarter of an hour. */
function times(given: Partial<ScheduledAction>, after: string, until: string): string[] {
  const found: string[] = [];
  for (let from = at(after); from < at(until); from += 900_000)
    found.push(
      ...dueActions([action(given)], from, Math.min(from + 900_000, at(until))).map((due) => shown(due.at)),
    );
  return found;
}

test("one that runs once is due after the one instant and until the other", () => {
  const once = { startAt: at("2026-03-10T08:00") };
  expect(times(once, "2026-03-10T07:59", "2026-03-10T08:00")).toEqual(["2026-03-10T08:00"]);
  expect(times(once, "2026-03-10T08:00", "2026-03-10T09:00")).toEqual([]);
  expect(times(once, "2026-03-10T07:00", "2026-03-10T07:59")).toEqual([]);
});

test.each([
  ["in UTC by default", {}, ["2026-03-10T08:00", "2026-03-11T08:00"]],
  ["in its zone", { timeZone: "Europe/Berlin" }, ["2026-03-10T07:00", "2026-03-11T07:00"]],
  ["not before it starts", { startAt: at("2026-03-11T08:00") }, ["2026-03-11T08:00"]],
  ["and when it starts", { startAt: at("2026-03-10T12:30") }, ["2026-03-10T12:30", "2026-03-11T08:00"]],
  ["and not after its end", { endAt: at("2026-03-10T20:00") }, ["2026-03-10T08:00"]],
])("one that recurs is due %s", (_what, given, expected) => {
  expect(times({ recurrence: "0 8 * * *", ...given }, "2026-03-10T00:00", "2026-03-12T00:00")).toEqual(
    expected,
  );
});

test("a day of the month and a day of the week are either, as cron has it", () => {
  expect(times({ recurrence: "0 8 13 * 5" }, "2026-03-01T00:00", "2026-03-15T00:00")).toEqual([
    "2026-03-06T08:00",
    "2026-03-13T08:00",
  ]);
});

test("where the clock goes forward past its time, it runs once, an hour later by the clock", () => {
  expect(
    times({ recurrence: "30 2 * * *", timeZone: "Europe/Berlin" }, "2026-03-28T12:00", "2026-03-30T12:00"),
  ).toEqual(["2026-03-29T01:00", "2026-03-30T00:30"]);
});

test("where the clock goes back over its time, it runs once", () => {
  expect(
    times({ recurrence: "30 2 * * *", timeZone: "Europe/Berlin" }, "2026-10-24T12:00", "2026-10-26T12:00"),
  ).toEqual(["2026-10-25T00:30", "2026-10-26T01:30"]);
});

test("across a change of the clocks eight in the morning stays eight in the morning", () => {
  expect(
    times({ recurrence: "0 8 * * *", timeZone: "America/New_York" }, "2026-03-07T00:00", "2026-03-09T00:00"),
  ).toEqual(["2026-03-07T13:00", "2026-03-08T12:00"]);
});

test("several are told in the order in which they fall due last", () => {
  const actions = [
    action({ name: "b", startAt: at("2026-03-10T09:00") }),
    action({ name: "a", recurrence: "0 8,10 * * *" }),
  ];
  const due = dueActions(actions, at("2026-03-10T00:00"), at("2026-03-11T00:00"));
  expect(due.map(({ action: { name }, at: time }) => [name, shown(time)])).toEqual([
    ["b", "2026-03-10T09:00"],
    ["a", "2026-03-10T10:00"],
  ]);
});

test("an expression or a zone that cannot be read is due never", () => {
  expect(times({ recurrence: "61 8 * * *" }, "2026-03-10T00:00", "2026-03-11T00:00")).toEqual([]);
  const zone = { recurrence: "0 8 * * *", timeZone: "Mars/Olympus" };
  expect(times(zone, "2026-03-10T00:00", "2026-03-11T00:00")).toEqual([]);
});

test("it is over when its only time, or its end, has passed", () => {
  const now = at("2026-03-10T08:00");
  expect(isOver(action({ startAt: now }), now)).toBe(true);
  expect(isOver(action({ startAt: now + 1 }), now)).toBe(false);
  expect(isOver(action({ recurrence: "0 8 * * *", endAt: now }), now)).toBe(true);
  expect(isOver(action({ recurrence: "0 8 * * *", startAt: now - 1 }), now)).toBe(false);
});
