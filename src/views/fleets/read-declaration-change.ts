import type { ParsedDeclaration } from "../../domain/declaration/declaration.ts";
import { readFleet } from "../../ledger/fleets.ts";
import { listGenerations } from "../../ledger/generations.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { type DeclarationChange, declarationChange } from "./declaration-change.ts";

/** Reads what applying the declaration would change. */
export async function readDeclarationChange(
  ledger: Ledger,
  parsed: ParsedDeclaration,
): Promise<DeclarationChange> {
  const before = await readFleet(ledger, parsed.fleet.fleet);
  const generations = await listGenerations(ledger, parsed.fleet.fleet);
  return declarationChange(
    parsed,
    before,
    generations.map(({ generation }) => generation),
  );
}
