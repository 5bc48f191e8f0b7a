import type { ParsedDeclaration } from "../domain/declaration/declaration.ts";
import { declarationDiff } from "../domain/declaration/declaration-diff.ts";
import { appendDecision } from "../ledger/entries.ts";
import { type DeclaredFleet, declareFleet } from "../ledger/fleets.ts";
import type { StepContext } from "../step/step.ts";

export interface Applied {
  readonly result: "declared" | "changed" | "unchanged";
  /** What differs, one line each, as written in the declarations. */
  readonly changed: readonly string[];
}

/**
 * Declares a fleet, or changes its declaration. `before` is the declaration that the person has seen, undefined where
 * there was none; throws LedgerConflict when it is another one by now.
 */
export async function applyDeclaration(
  asked: {
    readonly parsed: ParsedDeclaration;
    readonly before: DeclaredFleet | undefined;
    readonly by: string;
  },
  { ledger, clock }: Pick<StepContext, "ledger" | "clock">,
): Promise<Applied> {
  const { parsed, before, by } = asked;
  const { declaration, fleet, file } = parsed;
  const changed = declarationDiff(before?.declaration, declaration);
  if (before !== undefined && changed.length === 0) return { result: "unchanged", changed };
  const result = before === undefined ? "declared" : "changed";
  const now = clock.now();
  const decision = { at: now, fleet: fleet.fleet, action: "declare", reason: `${result} from ${file}` };
  await appendDecision(ledger, { ...decision, evidence: { changed }, actor: by });
  await declareFleet(ledger, { declaration, by, now }, before?.revision ?? "absent");
  return { result, changed };
}
