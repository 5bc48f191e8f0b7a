import { expect, onTestFinished, test } from "vitest";
import type { FleetDeclaration } from "../../../src/domain/declaration/fleet.ts";
import type { CalendarAhead } from "../../../src/domain/calendar/fleet-ahead.ts";
import { declareFleet } from "../../../src/ledger/fleets.ts";
import { openSqliteLedger } from "../../../src/ledger/stores/sqlite-ledger.ts";
import { dueRate } from "../../../src/views/doctor/due-rate.ts";

const NOW = Date.UTC(2026, 10, 29, 12);

const DAY_MS = 86_400_000;
/** What becomes of Change Calendars, by name. */
const CALENDARS: Readonly<Record<string, (until: number) => CalendarAhead>> = {
  "always-open": () => [{ from: NOW, to: null, isOpen: true }],
  "closed-for-ten-days": () => [
    { from: NOW, to: NOW + 10 * DAY_MS, isOpen: false },
    { from: NOW + 10 * DAY_MS, to: null, isOpen: true },
  ],
};

/** What the doctor says of fleets that are declared so. */
async function saidOf(declarations: readonly Partial<FleetDeclaration>[]) {
  const ledger = openSqliteLedger(":memory:");
  onTestFinished(() => ledger.close());
  for (const [index, special] of declarations.entries()) {
    const declaration: FleetDeclaration = {
      fleet: `web-${index}`,
      template: "lt-0abc",
      image: { channel: "/images/web" },
      traffic: { strategy: "none" },
      deadlines: { rollout: "5m" },
      ...special,
    };
    await declareFleet(ledger, { declaration, by: "ada", now: NOW }, "absent");
  }
  return dueRate({
    ledger,
    clock: { now: () => NOW },
    readAhead: async (name, { until }) => CALENDARS[name]?.(until) ?? { unreadable: `${name}: nobody may` },
  });
}

test("nothing is declared, or no age: nothing is due", async () => {
  const none = { result: "ok", words: expect.stringMatching(/^0\.0 runs a day are due for age/) as string };
  expect(await saidOf([])).toMatchObject(none);
  expect(await saidOf([{ windows: { deny: ["Mon-Sun 00:00-23:00"] } }])).toMatchObject(none);
});

test("ages that may be kept are well, with how many runs a day that is", async () => {
  const found = await saidOf([
    { age: { max: "1d", jitter: "0%" } },
    { age: { max: "12h", jitter: "0%" }, windows: { allow: ["Mon-Sun 00:00-20:00"] } },
  ]);
  expect(found.result).toBe("ok");
  const perDay = Number(/^[\d.]+/.exec(found.words)?.[0]);
  expect(perDay).toBeGreaterThan(2);
  expect(perDay).toBeLessThan(3.2);
});

test.each<[string, Partial<FleetDeclaration>, string]>([
  [
    "a budget that lets less begin than the age asks for",
    { age: { max: "6h", jitter: "0%" }, budget: { perDay: 1 } },
    "web-0 is due 56 times in 14 days and may begin 14 (budget)",
  ],
  [
    "a window a week for an age of two days",
    { age: { max: "2d", jitter: "0%" }, windows: { allow: ["Sun 02:00-04:00 Europe/Berlin"] } },
    "web-0 is due 7 times in 14 days and may begin 2 (window)",
  ],
  [
    "a Change Calendar that is closed for longer than the age lasts",
    { age: { max: "2d", jitter: "0%" }, windows: { calendar: "closed-for-ten-days" } },
    "web-0 is due 7 times in 14 days and may begin 2 (window)",
  ],
])("%s is wrong, with what to do", async (_what, declared, words) => {
  expect(await saidOf([declared])).toEqual({
    result: "wrong",
    words: `ages ask for more runs than may begin: ${words}`,
    next: expect.stringContaining("allow more in windows, calendar or budget") as string,
  });
});

test("of many that are behind, three are named and the rest counted", async () => {
  const behind = { age: { max: "6h", jitter: "0%" }, budget: { perDay: 1 } } as const;
  const { words } = await saidOf([behind, behind, behind, behind, behind]);
  expect(words).toContain("web-2 is due");
  expect(words).not.toContain("web-3");
  expect(words).toMatch(/, and 2 more$/);
});

test("a Change Calendar that is open holds nothing", async () => {
  const open = { age: { max: "2d", jitter: "0%" }, windows: { calendar: "always-open" } } as const;
  expect(await saidOf([open])).toMatchObject({ result: "ok" });
});

test("one that cannot be read is taken as open, and the answer says so and no more than it knows", async () => {
  const unread = { age: { max: "2d", jitter: "0%" }, windows: { calendar: "hidden" } } as const;
  const said = "; change calendar hidden cannot be read from here, and is taken as open: hidden: nobody may";
  expect(await saidOf([unread])).toEqual({
    result: "unknown",
    words: expect.stringMatching(new RegExp(`begin${said}$`)) as string,
    next: null,
  });
  const behind = { ...unread, budget: { perDay: 1 }, age: { max: "6h", jitter: "0%" } } as const;
  const found = await saidOf([behind]);
  expect([found.result, found.words.endsWith(said)]).toEqual(["wrong", true]);
});

test("the calendar of a fleet without an age is not asked for", async () => {
  expect(await saidOf([{ windows: { calendar: "hidden" } }])).toMatchObject({ result: "ok" });
});
