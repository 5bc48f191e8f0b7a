import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Excepted } from "../../src/domain/run/excepted.ts";
import { LedgerConflict } from "../../src/errors/errors.ts";
import { liftExcept, putExcept, readExcept } from "../../src/ledger/except.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { openDynamoDbLedger } from "../../src/ledger/stores/dynamodb-ledger.ts";
import { openSqliteLedger } from "../../src/ledger/stores/sqlite-ledger.ts";
import { type RunningTable, startTable } from "../support/ledger/dynalite-table.ts";
import { racing } from "../support/ledger/racing.ts";

const KEY = { partition: "fleet#web", sort: "except" };
const refused = (image: string, special: Partial<Excepted> = {}): Excepted => ({
  image,
  templateVersion: 1,
  since: 1_000,
  by: "ada",
  reason: "wrong image",
  ...special,
});

let table: RunningTable;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());

const STORES: readonly (readonly [string, () => Promise<Ledger>])[] = [
  ["SQLite", async () => openSqliteLedger(":memory:")],
  ["DynamoDB", async () => openDynamoDbLedger(table.name, { endpoint: table.endpoint, region: "us-east-1" })],
];

describe.each(STORES)("in %s", (_store, open) => {
  let ledger: Ledger;
  beforeEach(async () => {
    ledger = await open();
    // One table serves all of them: what the last one left is taken away.
    await ledger.put({ ...KEY, schema: 1, body: {} }, "any");
    await ledger.remove(KEY, (await ledger.get(KEY))?.revision ?? 0);
    return () => ledger.close();
  });

  test("nothing is refused at first, and one fleet's list is no other's", async () => {
    expect(await readExcept(ledger, "web")).toEqual([]);
    await putExcept(ledger, "web", refused("ami-1"));
    expect(await readExcept(ledger, "web")).toEqual([refused("ami-1")]);
    expect(await readExcept(ledger, "api")).toEqual([]);
  });

  test("the newest comes first, and another template version is another target", async () => {
    await putExcept(ledger, "web", refused("ami-1"));
    await putExcept(ledger, "web", refused("ami-2"));
    await putExcept(ledger, "web", refused("ami-1", { templateVersion: 2 }));
    expect(await readExcept(ledger, "web")).toEqual([
      refused("ami-1", { templateVersion: 2 }),
      refused("ami-2"),
      refused("ami-1"),
    ]);
  });

  test("who refuses it again changes nothing", async () => {
    await putExcept(ledger, "web", refused("ami-1"));
    await putExcept(ledger, "web", refused("ami-1", { by: "bob", since: 2_000, reason: "me too" }));
    expect(await readExcept(ledger, "web")).toEqual([refused("ami-1")]);
    expect((await ledger.get(KEY))?.revision).toBe(1);
  });

  test("fifty are kept", async () => {
    for (let number = 1; number <= 51; number += 1) await putExcept(ledger, "web", refused(`ami-${number}`));
    const images = (await readExcept(ledger, "web")).map(({ image }) => image);
    expect([images.length, images[0], images.at(-1)]).toEqual([50, "ami-51", "ami-2"]);
  });

  test("an image is lifted of every template version, and the others stay", async () => {
    await putExcept(ledger, "web", refused("ami-1"));
    await putExcept(ledger, "web", refused("ami-2"));
    await putExcept(ledger, "web", refused("ami-1", { templateVersion: 2 }));
    expect(await liftExcept(ledger, "web", "ami-1")).toEqual([
      refused("ami-1", { templateVersion: 2 }),
      refused("ami-1"),
    ]);
    expect(await readExcept(ledger, "web")).toEqual([refused("ami-2")]);
  });

  test("lifting what is not on the list writes nothing", async () => {
    expect(await liftExcept(ledger, "web", "ami-1")).toEqual([]);
    expect(await ledger.get(KEY)).toBeUndefined();
    await putExcept(ledger, "web", refused("ami-1"));
    expect(await liftExcept(ledger, "web", "ami-2")).toEqual([]);
    expect((await ledger.get(KEY))?.revision).toBe(1);
  });

  test("of two who write at once none is lost", async () => {
    await putExcept(
      racing(ledger, () => putExcept(ledger, "web", refused("ami-1"))),
      "web",
      refused("ami-2"),
    );
    expect(await readExcept(ledger, "web")).toEqual([refused("ami-2"), refused("ami-1")]);
    await liftExcept(
      racing(ledger, () => putExcept(ledger, "web", refused("ami-3"))),
      "web",
      "ami-1",
    );
    expect(await readExcept(ledger, "web")).toEqual([refused("ami-3"), refused("ami-2")]);
  });

  test("a conflict that does not end is thrown", async () => {
    const lost: Ledger = {
      ...ledger,
      put: async () => {
        throw new LedgerConflict("lost");
      },
    };
    await expect(putExcept(lost, "web", refused("ami-1"))).rejects.toBeInstanceOf(LedgerConflict);
  });
});
