import { beforeEach, expect, test } from "vitest";
import { keepActedOn, readActedOn } from "../../../src/ledger/found/acted-on.ts";
import type { Ledger } from "../../../src/ledger/ledger.ts";
import { openSqliteLedger } from "../../../src/ledger/stores/sqlite-ledger.ts";
import { racing } from "../../support/ledger/racing.ts";

const acted = (field: string, at = 1) => ({
  field,
  observed: "x",
  image: "ami-0aaa",
  templateVersion: 3,
  at,
});
const fields = async (): Promise<string[]> => (await readActedOn(ledger, "web")).map(({ field }) => field);

let ledger: Ledger;
beforeEach(() => {
  ledger = openSqliteLedger(":memory:");
  return () => ledger.close();
});

test("what servers were replaced for is kept, newest first, of each fleet apart", async () => {
  expect(await readActedOn(ledger, "web")).toEqual([]);
  await keepActedOn(ledger, "web", [acted("a"), acted("b")]);
  await keepActedOn(ledger, "web", [acted("c")]);
  expect(await readActedOn(ledger, "web")).toEqual([acted("c"), acted("a"), acted("b")]);
  expect(await readActedOn(ledger, "api")).toEqual([]);
});

test("the same again moves to the front with its new instant, and nothing writes nothing", async () => {
  await keepActedOn(ledger, "web", [acted("a"), acted("b")]);
  await keepActedOn(ledger, "web", [acted("b", 9)]);
  expect(await readActedOn(ledger, "web")).toEqual([acted("b", 9), acted("a")]);
  await keepActedOn(ledger, "web", []);
  expect((await ledger.get({ partition: "fleet#web", sort: "acted-on" }))?.revision).toBe(2);
});

test("the same again counts for servers from the first on, and for all where all were replaced once", async () => {
  const since = async (): Promise<(number | undefined)[]> =>
    (await readActedOn(ledger, "web")).map((each) => each.since);
  await keepActedOn(ledger, "web", [{ ...acted("a"), since: 4 }]);
  await keepActedOn(ledger, "web", [{ ...acted("a", 9), since: 7 }]);
  expect(await since()).toEqual([4]);
  await keepActedOn(ledger, "web", [{ ...acted("a", 9), since: 2 }]);
  expect(await since()).toEqual([2]);
  await keepActedOn(ledger, "web", [acted("a", 10)]);
  await keepActedOn(ledger, "web", [{ ...acted("a", 11), since: 10 }]);
  expect(await since()).toEqual([undefined]);
});

test("fifty are kept, the newest", async () => {
  const all = Array.from({ length: 60 }, (_, index) => `field-${index}`);
  await keepActedOn(
    ledger,
    "web",
    all.slice(0, 40).map((field) => acted(field)),
  );
  await keepActedOn(
    ledger,
    "web",
    all.slice(40).map((field) => acted(field)),
  );
  expect(await fields()).toEqual([...all.slice(40), ...all.slice(0, 30)]);
});

test("two who keep something at once lose nothing", async () => {
  const other = () => keepActedOn(ledger, "web", [acted("b")]);
  await keepActedOn(racing(ledger, other), "web", [acted("a")]);
  expect(await fields()).toEqual(["a", "b"]);
});
