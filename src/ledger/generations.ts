import { type Generation, generation } from "../domain/generation.ts";
import { fleetPartition } from "./keys.ts";
import type { Expectation, Ledger } from "./ledger.ts";
import { upgradeFirstGeneration, upgradeGeneration } from "./runs/upgrades.ts";
import { defineRecord } from "./stored.ts";

const record = defineRecord({
  kind: "generation",
  schema: 3,
  shape: generation,
  upgrades: { 1: upgradeFirstGeneration, 2: upgradeGeneration },
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

/** The fleet's newest generations, newest first. */
export async function listGenerations(
  ledger: Ledger,
  fleet: string,
  limit = 20,
): Promise<StoredGeneration[]> {
  const items = await ledger.list(fleetPartition(fleet), { prefix: PREFIX, limit, newestFirst: true });
  return items.map((item) => ({ generation: record.parse(item), revision: item.revision }));
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
