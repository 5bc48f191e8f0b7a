import { expect, test } from "vitest";
import { keepCalendar } from "../../../src/ledger/brakes/calendars.ts";
import { declareFleet } from "../../../src/ledger/fleets.ts";
import { openSqliteLedger } from "../../../src/ledger/stores/sqlite-ledger.ts";
import { calendars } from "../../../src/views/doctor/calendars.ts";

const NOW = 10_000_000;
const declared = async (windows?: { readonly calendar: string }) => {
  const ledger = openSqliteLedger(":memory:");
  const declaration = {
    fleet: "web",
    template: "lt-0abc",
    image: { channel: "/images/web" },
    traffic: { strategy: "none" },
    ...(windows && { windows }),
  } as const;
  await declareFleet(ledger, { declaration, by: "ada", now: 0 }, "absent");
  return ledger;
};
const reading = { state: "OPEN", reason: null, nextAt: null, readAt: NOW - 60_000, passes: false } as const;

test("the doctor counts the calendars that are read", async () => {
  expect(await calendars(await declared(), NOW)).toMatchObject({
    result: "ok",
    words: "no fleet waits for one",
  });
  const ledger = await declared({ calendar: "Freeze" });
  await keepCalendar(ledger, "Freeze", reading);
  expect(await calendars(ledger, NOW)).toMatchObject({ result: "ok", words: "1 read" });
  await keepCalendar(ledger, "Freeze", { ...reading, state: "CLOSED" });
  expect(await calendars(ledger, NOW)).toMatchObject({ result: "ok" });
});

test("and says of one that cannot be read why, and of one that nobody reads that", async () => {
  const ledger = await declared({ calendar: "Freeze" });
  expect(await calendars(ledger, NOW)).toMatchObject({
    result: "wrong",
    words: expect.stringContaining("change calendar Freeze has not been read yet") as string,
    next: expect.stringContaining("--against-account") as string,
  });
  await keepCalendar(ledger, "Freeze", { ...reading, state: "unreadable", reason: "it does not exist" });
  expect(await calendars(ledger, NOW)).toMatchObject({
    words: "change calendar Freeze cannot be read, and counts as closed: it does not exist",
  });
  await keepCalendar(ledger, "Freeze", { ...reading, readAt: 0 });
  expect(await calendars(ledger, NOW)).toMatchObject({
    words: expect.stringContaining("was read last at") as string,
  });
});
