import { isSameSummary } from "../../domain/explain/fleet-summary.ts";
import type { Run } from "../../domain/run/run.ts";
import { keepSummary } from "../../ledger/board/summaries.ts";
import type { RunKind } from "../run-kind.ts";
import type { StepContext } from "../step.ts";

/**
 * Writes what a list shows of the fleet, where a change of its run makes that another. A step is not worth failing for it: what could not
 * be written the next sweep writes.
 */
export async function keepRunSummary<R extends Run>(
  kind: Pick<RunKind<R>, "summaryOf">,
  { before, after }: { readonly before: R; readonly after: R },
  { ledger, clock }: Pick<StepContext, "ledger" | "clock">,
): Promise<void> {
  if (after.endedAt !== null) return;
  const now = clock.now();
  const [earlier, current] = [kind.summaryOf(before, now), kind.summaryOf(after, now)];
  if (earlier === null || current === null || isSameSummary(earlier, current)) return;
  await keepSummary(ledger, current, earlier).catch(() => undefined);
}
