import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { InvalidInput, LedgerConflict, LedgerCorrupt } from "../../../src/errors/errors.ts";
import { openSqliteLedger } from "../../../src/ledger/stores/sqlite-ledger.ts";
import { describeLedgerContract } from "../../support/ledger/contract.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "ledger-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

describeLedgerContract("SQLite in memory", async () => openSqliteLedger(":memory:"));
describeLedgerContract("SQLite in a file", async () => openSqliteLedger(join(folder, "contract.db")));

const key = { partition: "fleet#web", sort: "fleet" };

test("items outlive the connection", async () => {
  const path = join(folder, "reopened.db");
  const before = openSqliteLedger(path);
  const written = await before.put({ ...key, schema: 1, body: { n: 1 } }, "absent");
  before.close();
  const after = openSqliteLedger(path);
  expect(await after.get(key)).toEqual(written);
  after.close();
});

test("two connections on one file: one wins each revision, each sees the other's writes", async () => {
  const path = join(folder, "two.db");
  const [left, right] = [openSqliteLedger(path), openSqliteLedger(path)];
  await left.put({ ...key, schema: 1, body: { by: "left" } }, "absent");
  await expect(right.put({ ...key, schema: 1, body: {} }, "absent")).rejects.toBeInstanceOf(LedgerConflict);
  await right.put({ ...key, schema: 1, body: { by: "right" } }, 1);
  await expect(left.remove(key, 1)).rejects.toBeInstanceOf(LedgerConflict);
  expect((await left.get(key))?.body).toEqual({ by: "right" });
  left.close();
  right.close();
});

test("processes that race on a new file lose no write and no conflict", async () => {
  const path = join(folder, "race.db");
  const script = join(folder, "race.ts");
  const source = new URL("../../../src/ledger/stores/sqlite-ledger.ts", import.meta.url).href;
  writeFileSync(
    script,
    `import { openSqliteLedger } from ${JSON.stringify(source)};
     const ledger = openSqliteLedger(${JSON.stringify(path)});
     let conflicts = 0;
     for (let won = 0; won < 50; ) {
       const now = (await ledger.get({ partition: "p", sort: "s" }))?.revision ?? "absent";
       try {
         await ledger.put({ partition: "p", sort: "s", schema: 1, body: {} }, now);
         won += 1;
       } catch (error) {
         if (error.name !== "LedgerConflict") throw error;
         conflicts += 1;
       }
     }
     ledger.close();
     console.log(conflicts);`,
  );
  const run = () => promisify(execFile)(process.execPath, [script]);
  await Promise.all([run(), run(), run(), run()]);
  const ledger = openSqliteLedger(path);
  expect((await ledger.get({ partition: "p", sort: "s" }))?.revision).toBe(200);
  ledger.close();
});

test("every promise settles in microtasks, before any timer or IO", async () => {
  const ledger = openSqliteLedger(":memory:");
  let macrotasks = 0;
  const immediate = setImmediate(() => {
    macrotasks += 1;
  });
  await ledger.put({ ...key, schema: 1, body: {} }, "absent");
  await ledger.put({ ...key, schema: 1, body: {} }, "absent").catch(() => undefined);
  await ledger.get(key);
  await ledger.list("fleet#web");
  await ledger.remove(key, 1);
  expect(macrotasks).toBe(0);
  clearImmediate(immediate);
  ledger.close();
});

describe("faults of the file", () => {
  test("a folder that does not exist", () => {
    expect(() => openSqliteLedger(join(folder, "none", "ledger.db"))).toThrow(InvalidInput);
  });

  test("a file that is something else", () => {
    const path = join(folder, "notes.txt");
    writeFileSync(path, "these are notes, and no database at all\n".repeat(100));
    expect(() => openSqliteLedger(path)).toThrow(`cannot open ${path} as a ledger`);
  });

  test("a body edited by hand is corrupt, not guessed at", async () => {
    const path = join(folder, "edited.db");
    const ledger = openSqliteLedger(path);
    await ledger.put({ ...key, schema: 1, body: {} }, "absent");
    const editor = new DatabaseSync(path);
    editor.exec("UPDATE ledger SET body = '{'");
    editor.close();
    await expect(ledger.get(key)).rejects.toBeInstanceOf(LedgerCorrupt);
    await expect(ledger.get(key)).rejects.toThrow("fleet#web/fleet has a body that is not JSON");
    ledger.close();
  });

  test("a fault that is no lock is told as it is", async () => {
    const path = join(folder, "dropped.db");
    const ledger = openSqliteLedger(path);
    const other = new DatabaseSync(path);
    other.exec("DROP TABLE ledger");
    other.close();
    await expect(ledger.get(key)).rejects.toThrow(/no such table/);
    ledger.close();
    await expect(ledger.get(key)).rejects.toThrow(/not open/);
  });

  test("readers do not wait for a writer, in whatever order they came", async () => {
    const path = join(folder, "writing.db");
    const ledger = openSqliteLedger(path);
    await ledger.put({ ...key, schema: 1, body: { n: 1 } }, "absent");
    const writer = new DatabaseSync(path);
    writer.exec("BEGIN EXCLUSIVE");
    expect((await ledger.get(key))?.body).toEqual({ n: 1 });
    writer.exec("ROLLBACK");
    writer.close();
    ledger.close();
  });
});
