import { GetCalendarStateCommand, SSMClient } from "@aws-sdk/client-ssm";
import { mockClient } from "aws-sdk-client-mock";
import { expect, test } from "vitest";
import { readCalendarAhead } from "../../../src/views/calendar/calendars-ahead.ts";

const at = (text: string): number => Date.parse(`${text}Z`);
const STRETCH = { from: at("2026-11-30T12:00"), until: at("2026-12-14T12:00") };

/** A calendar whose state is told for each instant that is asked for. */
function calendarThat(says: (asked: number) => { state: "OPEN" | "CLOSED"; next?: string }) {
  const client = new SSMClient({ region: "us-east-1" });
  const asked: string[] = [];
  mockClient(client)
    .on(GetCalendarStateCommand)
    .callsFake(({ AtTime }: { AtTime: string }) => {
      asked.push(AtTime);
      const { state, next } = says(Date.parse(AtTime));
      return { State: state, ...(next && { NextTransitionTime: next }) };
    });
  return { asked, open: async () => ({ aws: { ssm: client } }) };
}

test("a calendar is asked for now, and then at each transition, up to the end", async () => {
  const { asked, open } = calendarThat((instant) =>
    instant < at("2026-12-02T00:00")
      ? { state: "OPEN", next: "2026-12-02T00:00:00Z" }
      : instant < at("2026-12-10T00:00")
        ? { state: "CLOSED", next: "2026-12-10T00:00:00Z" }
        : { state: "OPEN", next: "2027-01-01T00:00:00Z" },
  );
  expect(await readCalendarAhead(open, "freeze-days", STRETCH)).toEqual([
    { from: STRETCH.from, to: at("2026-12-02T00:00"), isOpen: true },
    { from: at("2026-12-02T00:00"), to: at("2026-12-10T00:00"), isOpen: false },
    { from: at("2026-12-10T00:00"), to: at("2027-01-01T00:00"), isOpen: true },
  ]);
  expect(asked).toEqual(["2026-11-30T12:00:00Z", "2026-12-02T00:00:00Z", "2026-12-10T00:00:00Z"]);
});

test("one that names no transition stays as it is", async () => {
  const { asked, open } = calendarThat(() => ({ state: "CLOSED" }));
  expect(await readCalendarAhead(open, "freeze-days", STRETCH)).toEqual([
    { from: STRETCH.from, to: null, isOpen: false },
  ]);
  expect(asked.length).toBe(1);
});

test("one that changes without end is read so far and no further", async () => {
  const { asked, open } = calendarThat((instant) => ({
    state: "OPEN",
    next: new Date(instant + 60_000).toISOString(),
  }));
  expect(await readCalendarAhead(open, "freeze-days", STRETCH)).toHaveLength(400);
  expect(asked.length).toBe(400);
});

test("one that cannot be read is said to be so, with why", async () => {
  const { open } = calendarThat(() => {
    throw new Error("nobody may. Next: ask somebody");
  });
  expect(await readCalendarAhead(open, "freeze-days", STRETCH)).toEqual({ unreadable: "nobody may" });
});
