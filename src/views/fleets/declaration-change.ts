import type { ParsedDeclaration } from "../../domain/declaration/declaration.ts";
import { declarationDiff } from "../../domain/declaration/declaration-diff.ts";
import type { Generation } from "../../domain/generation.ts";
import { type Standing, trafficPlaceReason } from "../../domain/traffic-place.ts";
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
  /** Why it looks for traffic elsewhere than the live generation gets it from; null when it does not. */
  readonly movedReason: string | null;
}

/** The change from the declaration of now to the parsed one. */
export function declarationChange(
  parsed: ParsedDeclaration,
  before: DeclaredFleet | undefined,
  generations: readonly (Standing & Pick<Generation, "state">)[],
): DeclarationChange {
  const live = generations.find(({ state }) => state === "live");
  return {
    parsed,
    before,
    changed: declarationDiff(before?.declaration, parsed.declaration),
    live: before !== undefined && generations.some(({ state }) => state !== "gone"),
    movedReason: live ? trafficPlaceReason(live, parsed.fleet.traffic) : null,
  };
}
