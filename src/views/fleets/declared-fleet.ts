import { nearestWord } from "../../domain/declaration/nearest-word.ts";
import { InvalidInput } from "../../errors/errors.ts";
import { type DeclaredFleet, listFleetNames, readFleet } from "../../ledger/fleets.ts";
import type { Ledger } from "../../ledger/ledger.ts";

/** The fleet of that name. Throws InvalidInput that names the nearest one, when there is none. */
export async function declaredFleet(ledger: Ledger, name: string): Promise<DeclaredFleet> {
  return (await readFleet(ledger, name)) ?? refuse(name, await listFleetNames(ledger));
}

/** Throws as declaredFleet does when no fleet has the name; one whose declaration is corrupt has it. */
export async function mustBeDeclared(ledger: Ledger, name: string): Promise<void> {
  const known = await listFleetNames(ledger);
  if (!known.includes(name)) refuse(name, known);
}

function refuse(name: string, known: readonly string[]): never {
  if (known.length === 0) {
    throw new InvalidInput(
      `no fleet is declared in this ledger: declare one with \`moult fleet apply <file>\``,
    );
  }
  const near = nearestWord(name, known);
  const hint = near === undefined ? `known are ${known.join(", ")}` : `did you mean \`${near}\`?`;
  throw new InvalidInput(`no fleet is named ${name}: ${hint}`);
}
