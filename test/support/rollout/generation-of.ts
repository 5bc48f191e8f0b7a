import type { Generation } from "../../../src/domain/generation.ts";
import { readGeneration } from "../../../src/ledger/generations.ts";
import type { Ledger } from "../../../src/ledger/ledger.ts";

/** The fleet's adopted generation. */
export async function generationOf(ledger: Ledger, fleet: string): Promise<Generation> {
  const stored = await readGeneration(ledger, fleet, 1);
  if (stored === undefined) throw new Error(`${fleet} has no generation 1.`);
  return stored.generation;
}
