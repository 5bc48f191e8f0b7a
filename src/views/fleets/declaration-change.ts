import type { ParsedDeclaration } from "../../domain/declaration/declaration.ts";
import { declarationDiff } from "../../domain/declaration/declaration-diff.ts";
import type { Generation } from "../../domain/generation.ts";
import type { DeclaredFleet } from "../../ledger/fleets.ts";

/** What applying a declaration would change. */
export interface DeclarationChange {
  readonly parsed: ParsedDeclaration;
  /** The declaration of now; undefined where there is none. */
  readonly before: DeclaredFleet | undefined;
  /** What differs, one line each. */
  readonly changed: readonly string[];
  /** Whether servers run under the declaration of now. */
  readonly live: boolean;
}

/** The change from the declaration of now to the parsed one. */
export const declarationChange = (
  parsed: ParsedDeclaration,
  before: DeclaredFleet | undefined,
  generations: readonly Pick<Generation, "state">[],
): DeclarationChange => ({
  parsed,
  before,
  changed: declarationDiff(before?.declaration, parsed.declaration),
  live: before !== undefined && generations.some(({ state }) => state !== "gone"),
});
