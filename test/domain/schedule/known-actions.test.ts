import { expect, test } from "vitest";
import { actionOf, actionsSince } from "../../../src/domain/schedule/known-actions.ts";

const NOON = Date.UTC(2026, 2, 10, 12);
const once = (name: string, startAt: number) =>
  actionOf({ ScheduledActionName: name, StartTime: new Date(startAt), DesiredCapacity: 8 });
const daily = (name: string, startAt: number, Recurrence = "0 11 * * *") =>
  actionOf({ ScheduledActionName: name, StartTime: new Date(startAt), Recurrence, DesiredCapacity: 8 });

test("what is described is taken as it is, and what it does not name stays open", () => {
  expect(
    actionOf({ ScheduledActionName: "a", Time: new Date(NOON), MinSize: 0, TimeZone: "Etc/UTC" }),
  ).toEqual({
    name: "a",
    startAt: NOON,
    endAt: null,
    recurrence: null,
    timeZone: "Etc/UTC",
    min: 0,
    max: null,
    desired: null,
  });
});

test("one whose only time has passed is gone from the group, and is still to be carried out", () => {
  expect(actionsSince([once("a", NOON - 1)], [], NOON)).toEqual([once("a", NOON - 1)]);
});

test("one that somebody deleted before its time, or that recurs, is gone", () => {
  expect(actionsSince([once("a", NOON + 1), daily("b", NOON - 1)], [], NOON)).toEqual([]);
});

test("one that somebody added or put off is as it is now", () => {
  expect(actionsSince([once("a", NOON - 1)], [once("a", NOON + 9), once("b", NOON + 9)], NOON)).toEqual([
    once("a", NOON + 9),
    once("b", NOON + 9),
  ]);
});

test("one that recurs is described with its next time: the last is not forgotten, unless it recurs otherwise", () => {
  const next = NOON + 82_800_000;
  expect(actionsSince([daily("a", NOON - 3_600_000)], [daily("a", next)], NOON)).toEqual([
    daily("a", NOON - 3_600_000),
  ]);
  expect(actionsSince([daily("a", NOON - 1)], [daily("a", next, "0 9 * * *")], NOON)).toEqual([
    daily("a", next, "0 9 * * *"),
  ]);
});
