import type { ParsedDeclaration } from "../domain/declaration/declaration.ts";
import { declarationDiff } from "../domain/declaration/declaration-diff.ts";
import { actEvent } from "../domain/outbox/act-event.ts";
import { trafficPlaceReason } from "../domain/traffic-place.ts";
import { InvalidInput } from "../errors/errors.ts";
import { appendDecision } from "../ledger/entries.ts";
import { type DeclaredFleet, declareFleet } from "../ledger/fleets.ts";
import { listGenerations } from "../ledger/generations.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { openFleetRun } from "../ledger/runs/open-run.ts";
import { dropKept, keepForSweep } from "../step/outbox/publish.ts";
import type { StepContext } from "../step/step.ts";

interface Applied {
  readonly result: "declared" | "changed" | "unchanged";
  /** What differs, one line each, as written in the declarations. */
  readonly changed: readonly string[];
  /** Id of the rollout that goes on with the declaration it was admitted with; null when none runs. */
  readonly running: string | null;
}

/**
 * Declares a fleet, or changes its declaration. `before` is the declaration that the person has seen, undefined where
 * there was none; throws LedgerConflict when it is another one by now, and InvalidInput when it looks for traffic
 * elsewhere than where the live generation gets it.
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
  const running = (await openFleetRun(ledger, fleet.fleet))?.run.id ?? null;
  if (before !== undefined && changed.length === 0) return { result: "unchanged", changed, running };
  await refuseMoved(parsed, ledger);
  const result = before === undefined ? "declared" : "changed";
  const now = clock.now();
  const decision = { at: now, fleet: fleet.fleet, action: "declare", reason: `${result} from ${file}` };
  await appendDecision(ledger, { ...decision, evidence: { changed }, actor: by });
  const event = actEvent("Declaration Changed", {
    fleet: fleet.fleet,
    at: now,
    by,
    reason: decision.reason,
    sentence: `${decision.reason} by ${by}${changed.length === 0 ? "" : `: ${changed.join(", ")}`}`,
    next: [`moult plan ${fleet.fleet}`],
    more: { changed },
  });
  await keepForSweep(fleet.fleet, [event], { ledger, clock });
  try {
    await declareFleet(ledger, { declaration, by, now }, before?.revision ?? "absent");
  } catch (error) {
    await dropKept(fleet.fleet, event.id, { ledger });
    throw error;
  }
  return { result, changed, running };
}

/** Throws InvalidInput for a declaration whose next rollout would move weights where no user comes from. */
async function refuseMoved({ fleet, file }: ParsedDeclaration, ledger: Ledger): Promise<void> {
  const generations = await listGenerations(ledger, fleet.fleet);
  const live = generations.find(({ generation }) => generation.state === "live")?.generation;
  const reason = live ? trafficPlaceReason(live, fleet.traffic) : null;
  if (reason !== null) throw new InvalidInput(`${file}: traffic: ${reason}; nothing was changed`);
}
