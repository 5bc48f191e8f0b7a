import { expect, test } from "vitest";
import * as z from "zod";
import { InvalidInput, LedgerCorrupt, LedgerTooNew } from "../../src/domain/errors.ts";
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
