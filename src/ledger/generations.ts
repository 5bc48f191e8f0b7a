import { type Generation, generation } from "../domain/generation.ts";
import { fleetPartition } from "./keys.ts";
import type { Expectation, Ledger } from "./ledger.ts";
import { upgradeGeneration } from "./runs/upgrades.ts";
import { defineRecord } from "./stored.ts";

const record = defineRecord({
  kind: "generation",
  schema: 2,
  shape: generation,
  upgrades: { 1: upgradeGeneration },
});

const PREFIX = "generation#";
const keyOf = (fleet: string, number: number) => ({
  partition: fleetPartition(fleet),
  sort: PREFIX + String(number).padStart(6, "0"),
});

export interface StoredGeneration {
  readonly generation: Generation;
  readonly revision: number;
}

export async function readGeneration(
  ledger: Ledger,
  fleet: string,
  number: number,
): Promise<StoredGeneration | undefined> {
  const item = await ledger.get(keyOf(fleet, number));
  return item && { generation: record.parse(item), revision: item.revision };
}

/**
 * The fleet's newest generations, newest first: so many, and more until the live one is among them. It stands behind however
 * many came after it and to nothing.
 */
export async function listGenerations(
  ledger: Ledger,
  fleet: string,
  limit = 20,
): Promise<StoredGeneration[]> {
  for (let window = limit; ; window *= 4) {
    const items = await ledger.list(fleetPartition(fleet), {
      prefix: PREFIX,
      limit: window,
      newestFirst: true,
    });
    const found = items.map((item) => ({ generation: record.parse(item), revision: item.revision }));
    if (items.length < window || found.some(({ generation: { state } }) => state === "live")) return found;
  }
}

/** Throws LedgerConflict when somebody else wrote first. */
export async function writeGeneration(
  ledger: Ledger,
  value: Generation,
  expected: Expectation,
): Promise<StoredGeneration> {
  const item = await ledger.put(record.write(keyOf(value.fleet, value.number), value), expected);
  return { generation: value, revision: item.revision };
}
