import type { ServiceName } from "../aws/clients.ts";
import type { Generation } from "../domain/generation.ts";
import type { RetirementPhase, RetirementRecord } from "../domain/run/retirement.ts";
import type { StepAnswer } from "../domain/run/step-answer.ts";
import { InvalidInput } from "../errors/errors.ts";
import { readGeneration, writeGeneration } from "../ledger/generations.ts";
import { runStep } from "../step/run-step.ts";
import type { StepContext, StepInput } from "../step/step.ts";
import type { RunWork } from "../step/work.ts";
import { retirementKind } from "./retirement-kind.ts";

/** One step's view of its retirement. */
export interface RetirementWork<S extends ServiceName> extends RunWork<RetirementRecord, S> {
  /** What is taken down, as it was read. */
  readonly generation: Generation;
  /** Writes how it ended. Throws LedgerConflict when somebody else wrote it since. */
  writeEnd(state: "gone" | "retained", reason: string): Promise<void>;
}

/** One step of a retirement in the common frame (src/step/run-step.ts). */
export const retirementStep = <S extends ServiceName>(
  phase: RetirementPhase,
  input: StepInput,
  context: StepContext<S>,
  body: (work: RetirementWork<S>) => Promise<StepAnswer>,
): Promise<StepAnswer> => runStep({ kind: retirementKind, phase, open: openWork<S> }, input, context, body);

async function openWork<S extends ServiceName>(
  run: RunWork<RetirementRecord, S>,
): Promise<RetirementWork<S>> {
  const { fleet, generation: number } = run.run();
  const { ledger } = run.context;
  const stored = await readGeneration(ledger, fleet, number);
  if (stored === undefined)
    throw new InvalidInput(`the ledger has no generation ${number} of fleet ${fleet}`);
  const { generation, revision } = stored;
  return {
    ...run,
    generation,
    writeEnd: async (state, reason) =>
      void (await writeGeneration(ledger, { ...generation, state, reason }, revision)),
  };
}
