import { beforeAll, beforeEach, expect, test } from "vitest";
import { openDesk } from "../../../dashboard/desk/open-desk.ts";
import type { Desk } from "../../../dashboard/server/desk-port.ts";
import { keepSummary } from "../../../src/ledger/board/summaries.ts";
import { declareFleet, forgetFleet, readFleet } from "../../../src/ledger/fleets.ts";
import { freeze } from "../../../src/ledger/freezes.ts";
import type { Ledger } from "../../../src/ledger/ledger.ts";
import { openSqliteLedger } from "../../../src/ledger/stores/sqlite-ledger.ts";
import { commandLine, DECLARATION, NOON } from "../../support/cli/command-line.ts";
import { PLACE } from "../../support/dashboard/served.ts";
import { summary } from "../../support/domain/explain/summary.ts";

const FLEETS = 2000;
const LOOK_MS = 5000;
const nameOf = (at: number): string => `fleet-${String(at).padStart(4, "0")}`;

let ledger: Ledger;
let desk: Desk;
let now = NOON;
/** Of which partitions items were asked for, since the last look. */
let asked: string[] = [];

beforeAll(async () => {
  const inner = openSqliteLedger(":memory:");
  ledger = {
    ...inner,
    get: (key) => (asked.push(`get ${key.partition}`), inner.get(key)),
    list: (partition, options) => (asked.push(`list ${partition}`), inner.list(partition, options)),
  };
  for (let at = 0; at < FLEETS; at += 1) {
    const fleet = nameOf(at);
    await declareFleet(ledger, { declaration: { ...DECLARATION, fleet }, by: "ada", now: 0 }, "absent");
    await keepSummary(ledger, summary({ fleet }));
  }
  return () => inner.close();
});

beforeEach(() => {
  const { plane } = commandLine();
  now += 3_600_000;
  desk = openDesk(
    { ...plane, ledger, clock: { ...plane.clock, now: () => now } },
    { place: PLACE, by: "ada" },
  );
});

/** Looks at a page as the feed does, five seconds after the last time, and answers it with what was read for it. */
async function look(page: "fleets" | "brakes") {
  now += LOOK_MS;
  asked = [];
  const model = await desk.read({ page });
  return { model, asked: asked.toSorted() };
}

test("two thousand fleets at rest are one query and one read a look; which there are is read once a minute", async () => {
  const first = await look("fleets");
  expect(first.model).toMatchObject({ page: "fleets", rows: { length: FLEETS } });
  expect(first.asked).toEqual(["get account", "list fleets", "list summaries"]);
  const looks = [];
  for (let second = LOOK_MS; second < 60_000; second += LOOK_MS) looks.push((await look("fleets")).asked);
  expect(new Set(looks.map(String))).toEqual(new Set(["get account,list summaries"]));
  expect((await look("fleets")).asked).toContain("list fleets");
});

test("a fleet that comes, goes or changes is seen at the next look", async () => {
  await look("fleets");
  const declaration = { ...DECLARATION, fleet: "new" };
  await declareFleet(ledger, { declaration, by: "ada", now }, "absent");
  await keepSummary(ledger, summary({ fleet: "new", state: "waits" }));
  const { model } = await look("fleets");
  expect(model.page === "fleets" && model.rows[0]).toMatchObject({ id: "new", state: "waits" });
  const known = await readFleet(ledger, "new");
  if (known !== undefined) await forgetFleet(ledger, known);
  const item = (await ledger.list("summaries")).find(({ sort }) => sort === "new");
  if (item !== undefined) await ledger.remove(item, item.revision);
  expect((await look("fleets")).model).toMatchObject({ rows: { length: FLEETS } });
});

test("the brakes read a fleet only where something may hold it, and again only when more is written of it", async () => {
  const calm = await look("brakes");
  expect(calm.asked).toEqual(["get account", "list account", "list fleets", "list images", "list summaries"]);
  const fleet = nameOf(7);
  await freeze(ledger, { fleet, reason: "a sale", by: "ada", since: now, until: now + 3_600_000 });
  await keepSummary(ledger, summary({ fleet, state: "frozen", waitsFor: "freeze", at: now }));
  const frozen = await look("brakes");
  expect(frozen.model).toMatchObject({ freezes: [{ fleet, reason: "a sale", by: "ada" }] });
  expect(frozen.asked.filter((each) => each.endsWith(fleet))).toHaveLength(2);
  const after = await look("brakes");
  expect(after.model).toMatchObject({ freezes: [{ fleet }] });
  expect(after.asked).toEqual(["get account", "list images", "list summaries"]);
  now += 3_600_000;
  expect((await look("brakes")).model).toMatchObject({ freezes: [] });
});

test("under a freeze of every fleet those that are frozen by themselves are named as well", async () => {
  const fleet = nameOf(8);
  await freeze(ledger, { fleet, reason: "a sale", by: "ada", since: now, until: null });
  await freeze(ledger, { fleet: null, reason: "incident", by: "ines", since: now, until: null });
  await keepSummary(ledger, summary({ fleet, state: "frozen", waitsFor: "freeze", at: now }));
  expect((await look("brakes")).model).toMatchObject({
    freezes: [
      { fleet: null, reason: "incident" },
      { fleet, reason: "a sale" },
    ],
    offers: [{ act: "unfreeze-all" }],
  });
});
