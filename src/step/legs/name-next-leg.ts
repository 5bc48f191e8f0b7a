import type { Run } from "../../domain/run/run.ts";
import { appendOnce } from "../../ledger/entries.ts";
import type { StoredRun } from "../../ledger/runs/run-store.ts";
import type { RunKind } from "../run-kind.ts";
import type { ExecutionInput, StepContext } from "../step.ts";
import { legName } from "./leg-name.ts";

type NextLeg = NonNullable<Run["leg"]["next"]>;

/** Why there is a next leg, and who says so. */
interface Naming {
  readonly reason: string;
  readonly actor: string;
  /** Whether the execution before it is gone without having named it. */
  readonly afterLoss: boolean;
}

/**
 * Writes down which execution carries the run on, before that is started: whoever comes after a crash in between starts
 * it. Throws LedgerConflict when somebody else wrote the record first.
 */
export async function nameNextLeg<R extends Run>(
  kind: RunKind<R>,
  { run, revision }: StoredRun<R>,
  { reason, actor, afterLoss }: Naming,
  { ledger, clock }: Pick<StepContext, "ledger" | "clock">,
): Promise<NextLeg> {
  const { fleet, id, phase, leg } = run;
  const number = (leg.next ?? leg).number + 1;
  const next = { number, execution: legName(id, number), afterLoss };
  const about = { at: clock.now(), fleet, rollout: id, phase, kind: "decision" as const, actor };
  await appendOnce(ledger, { ...about, action: "next-leg", subject: next.execution, reason });
  await kind.runs.write(ledger, { ...run, leg: { ...leg, next } }, revision);
  return next;
}

/** What the execution of a leg is started with. */
export const legInput = (
  { fleet, id }: Pick<Run, "fleet" | "id">,
  { number }: Pick<NextLeg, "number">,
): ExecutionInput => ({ fleet, leg: { run: id, number } });
