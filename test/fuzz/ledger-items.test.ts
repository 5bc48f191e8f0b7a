import fc from "fast-check";
import { expect } from "vitest";
import type { LedgerItem } from "../../src/ledger/ledger.ts";
import { UNSAFE } from "../support/cli/hostile-words.ts";
import { ledgerOf } from "../support/cli/ledger-of-words.ts";
import { fuzzed } from "../support/fuzz/fuzzed.ts";
import { mutated, values } from "../support/fuzz/inputs.ts";

const PARTITIONS = ["fleet#web", "fleets", "images", "account"];
const SHOWN = [
  ["history", "web"],
  ["quarantine", "list"],
  ["findings"],
  ["findings", "web"],
  ["fleet", "list"],
  ["rollout", "status", "web"],
  ["rollout", "abort", "web", "--confirm", "web"],
  ["unfreeze", "web", "--confirm", "web"],
  ["freeze", "web", "--reason", "x"],
  ["rollout", "unpin", "web", "--reason", "x"],
];

async function itemsOf(): Promise<{ line: Awaited<ReturnType<typeof ledgerOf>>; items: LedgerItem[] }> {
  const line = await ledgerOf("ill", { environment: { noColour: true } });
  const lists = await Promise.all(PARTITIONS.map((partition) => line.plane.ledger.list(partition)));
  return { line, items: lists.flat() };
}

const bodyOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : { value };

fuzzed(
  "an item that somebody has changed is refused by name, and moult has no fault of its own",
  fc.record({
    at: fc.nat(),
    seed: fc.nat(),
    schema: fc.constantFrom(0, 1, 1, 1, 1, 2, 99),
    command: fc.constantFrom(...SHOWN),
    json: fc.boolean(),
    whole: fc.oneof({ weight: 1, arbitrary: values }, { weight: 1, arbitrary: fc.constant(undefined) }),
  }),
  async ({ at, seed, schema, command, json, whole }) => {
    const { line, items } = await itemsOf();
    const { ledger } = line.plane;
    const item = items[at % items.length];
    if (item === undefined) throw new Error("the ledger is empty");
    const { partition, sort } = item;
    const body = bodyOf(whole ?? fc.sample(mutated(item.body), { numRuns: 1, seed })[0]);
    await ledger.put({ partition, sort, schema: item.schema * schema, body }, "any");
    const { code, out, err } = await line.moult(json ? [...command, "--json"] : command);
    ledger.close();
    Object.assign(ledger, { close: () => undefined });
    expect([0, 1, 2, 3, 4, 5]).toContain(code);
    for (const said of [out, err]) expect(said).not.toMatch(UNSAFE);
    expect(err).not.toContain("a fault of moult itself");
  },
);
