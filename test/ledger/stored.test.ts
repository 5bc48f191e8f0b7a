import { expect, test } from "vitest";
import * as z from "zod";
import { InvalidInput, LedgerCorrupt, LedgerTooNew } from "../../src/errors/errors.ts";
import type { LedgerItem } from "../../src/ledger/ledger.ts";
import { defineRecord } from "../../src/ledger/stored.ts";

const server = defineRecord({
  kind: "server",
  schema: 2,
  shape: z.object({
    id: z.string(),
    size: z.int(),
    tags: z.array(z.object({ name: z.string() })).default([]),
  }),
});
const stored = (schema: number, body: LedgerItem["body"]): LedgerItem => ({
  partition: "fleet#web",
  sort: "server#1",
  revision: 7,
  schema,
  body,
});

test("writes the key, the schema and the checked value", () => {
  const value = { id: "i-1", size: 2, tags: [{ name: "a" }] };
  expect(server.write({ partition: "fleet#web", sort: "server#1" }, value)).toEqual({
    partition: "fleet#web",
    sort: "server#1",
    schema: 2,
    body: value,
  });
});

test("reads what an older schema wrote with today's defaults", () => {
  expect(server.parse(stored(1, { id: "i-1", size: 2 }))).toEqual({ id: "i-1", size: 2, tags: [] });
});

const disk = defineRecord({
  kind: "disk",
  schema: 4,
  shape: z.strictObject({ gibibytes: z.int(), zone: z.string(), encrypted: z.boolean().default(false) }),
  upgrades: {
    1: ({ size, ...rest }) => ({ ...rest, gibibytes: Number(size) }),
    3: ({ place, ...rest }) => ({ ...rest, zone: `zone-${String(place)}` }),
  },
});

test.each([
  [1, { size: "8", place: "a" }],
  // Schema 2 has no upgrade: what it added has a default.
  [2, { gibibytes: 8, place: "a" }],
  [3, { gibibytes: 8, place: "a", encrypted: false }],
  [4, { gibibytes: 8, zone: "zone-a", encrypted: false }],
])("what schema %i wrote is upgraded version by version, and written as today's", (schema, body) => {
  const value = disk.parse(stored(schema, body));
  expect(value).toEqual({ gibibytes: 8, zone: "zone-a", encrypted: false });
  expect(disk.write({ partition: "p", sort: "s" }, value)).toMatchObject({ schema: 4, body: value });
});

test("an upgrade changes nothing of the stored item, and what comes out of it is checked", () => {
  const item = stored(1, { size: "8", place: "a" });
  disk.parse(item);
  expect(item.body).toEqual({ size: "8", place: "a" });
  expect(() => disk.parse(stored(1, { size: "large", place: "a" }))).toThrow(LedgerCorrupt);
  expect(() => disk.parse(stored(5, item.body))).toThrow(LedgerTooNew);
});

test("a wrong shape is corrupt, with the item and all its faults", () => {
  const read = () => server.parse(stored(2, { id: 1, size: 1.5, tags: [{ name: "a" }, { name: null }] }));
  expect(read).toThrow(LedgerCorrupt);
  expect(read).toThrow(
    /^server fleet#web\/server#1 at revision 7 is not readable: id: .*; size: .*; tags\[1\]\.name: /,
  );
});

test("a newer schema is refused before its shape is looked at", () => {
  const read = () => server.parse(stored(3, {}));
  expect(read).toThrow(LedgerTooNew);
  expect(read).toThrow(
    "server fleet#web/server#1 was written by schema 3, this code knows 2: deploy the newer version",
  );
});

test("a value that could not be read back is never written", () => {
  const write = () => server.write({ partition: "p", sort: "s" }, { id: "i-1", size: Number.NaN, tags: [] });
  expect(write).toThrow(InvalidInput);
  expect(write).toThrow(/^server p\/s cannot be written: size: /);
});
