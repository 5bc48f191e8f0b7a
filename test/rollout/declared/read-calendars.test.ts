import { beforeEach, expect, test } from "vitest";
import { AccessDenied, NotFound, Throttled } from "../../../src/errors/errors.ts";
import { readCalendar } from "../../../src/ledger/brakes/calendars.ts";
import type { Ledger } from "../../../src/ledger/ledger.ts";
import { openSqliteLedger } from "../../../src/ledger/stores/sqlite-ledger.ts";
import { readAnew, readCalendars } from "../../../src/rollout/declared/read-calendars.ts";

const HOUR = 3_600_000;
type Answer = { readonly State?: string; readonly NextTransitionTime?: string } | Error;

let ledger: Ledger;
let now: number;
let asked: string[];
beforeEach(() => {
  ledger = openSqliteLedger(":memory:");
  now = Date.UTC(2026, 10, 29, 12);
  asked = [];
  return () => ledger.close();
});

/** An account whose calendars answer so, alone; together as AWS says, with the first error of them. */
function context(calendars: Readonly<Record<string, Answer>>) {
  const send = async ({ input }: { readonly input: { readonly CalendarNames: readonly string[] } }) => {
    asked.push(input.CalendarNames.join());
    const answers = input.CalendarNames.map((name) => calendars[name] ?? new NotFound(`no ${name}. Next: x`));
    const error = answers.find((each) => each instanceof Error);
    if (error) throw error;
    const found = answers as Exclude<Answer, Error>[];
    const isOpen = found.every(({ State }) => State === "OPEN");
    const next = found.flatMap(({ NextTransitionTime }) => NextTransitionTime ?? []).sort()[0];
    return {
      State: isOpen ? "OPEN" : (found.find(({ State }) => State !== "OPEN")?.State ?? ""),
      NextTransitionTime: next,
    };
  };
  return { ledger, clock: { now: () => now, sleep: async () => undefined }, aws: { ssm: { send } as never } };
}

const OPEN = { State: "OPEN" };
const CLOSED = { State: "CLOSED", NextTransitionTime: "2026-11-30T06:00:00Z" };
const fleets = (...names: readonly (string | undefined)[]) =>
  names.map((calendar) => ({ windows: { fits: true, ...(calendar !== undefined && { calendar }) } }));
const kept = async (name: string) => readCalendar(ledger, name);

test("twelve calendars of a hundred fleets that are all open take two calls, and fleets without one none", async () => {
  const names = Array.from({ length: 12 }, (_, index) => `cal-${index}`);
  const world = context(Object.fromEntries(names.map((name) => [name, OPEN])));
  const hundred = Array.from({ length: 100 }, (_, index) => names[index % 12]);
  await readCalendars(fleets(...hundred, undefined), world);
  expect(asked).toEqual([names.slice(0, 10).join(), names.slice(10).join()]);
  expect(await kept("cal-11")).toEqual({
    state: "OPEN",
    reason: null,
    nextAt: null,
    readAt: now,
    passes: false,
  });
  await readCalendars([{}, ...fleets(undefined)], world);
  expect(asked).toHaveLength(2);
});

test("what was read in the same sweep is not read again, and what is older is", async () => {
  const world = context({ Freeze: OPEN });
  await readCalendars(fleets("Freeze"), world);
  now += 50_000;
  await readCalendars(fleets("Freeze"), world);
  expect(asked).toEqual(["Freeze"]);
  now += 300_000;
  await readCalendars(fleets("Freeze"), world);
  await readAnew(["Freeze"], world);
  expect(asked).toEqual(["Freeze", "Freeze", "Freeze"]);
});

test("where one is closed, or not open for long, each is asked for alone and keeps an end of its own", async () => {
  const soon = { State: "OPEN", NextTransitionTime: new Date(now + HOUR).toISOString() };
  await readAnew(["Freeze", "Nights"], context({ Freeze: OPEN, Nights: CLOSED }));
  await readAnew(["Busy", "Free"], context({ Busy: soon, Free: OPEN }));
  expect(asked).toEqual(["Freeze,Nights", "Freeze", "Nights", "Busy,Free", "Busy", "Free"]);
  expect([await kept("Freeze"), await kept("Nights")]).toMatchObject([
    { state: "OPEN", nextAt: null },
    { state: "CLOSED", nextAt: Date.UTC(2026, 10, 30, 6) },
  ]);
  expect([(await kept("Busy"))?.nextAt, (await kept("Free"))?.nextAt]).toEqual([now + HOUR, null]);
});

test("what AWS refuses of one fails that one, with why", async () => {
  await readAnew(
    ["Freeze", "Gone", "Hers"],
    context({ Freeze: OPEN, Hers: new AccessDenied("not shared. Next: x") }),
  );
  expect(await kept("Freeze")).toMatchObject({ state: "OPEN" });
  expect(await kept("Gone")).toMatchObject({ state: "unreadable", reason: "no Gone", passes: false });
  expect(await kept("Hers")).toMatchObject({ state: "unreadable", reason: "not shared", passes: false });
});

test("what passes by itself is of all, is not asked for again at once, and is nobody's to mend", async () => {
  await readAnew(["Freeze", "Nights"], context({ Freeze: new Throttled("rate exceeded"), Nights: OPEN }));
  expect(asked).toEqual(["Freeze,Nights"]);
  expect(await kept("Nights")).toMatchObject({ state: "unreadable", passes: true });
});

test("an answer without a state that is known is unreadable, and so is never open", async () => {
  await readAnew(["Freeze"], context({ Freeze: { State: "AJAR" } }));
  expect(await kept("Freeze")).toMatchObject({ state: "unreadable" });
});
