import { type RetirementRecord, retirementPhases } from "../domain/run/retirement.ts";
import { retirements } from "../ledger/runs/retirements.ts";
import type { RunKind } from "../step/run-kind.ts";

/**
 * The retirement: what remains of a released generation is taken down, beside whatever the fleet does next. There is nothing
 * to undo, and neither an abort nor a newer target stops it: a generation that was released is on its way out.
 */
export const retirementKind: RunKind<RetirementRecord> = {
  machine: "retirement",
  runs: retirements,
  phases: retirementPhases,
  ending: { undo: "TakeDown", close: "CloseRetirement" },
  pointOfNoReturn: null,
  summaryOf: () => null,
  generationOf: ({ generation }) => generation,
  takeUpInput: ({ fleet, id }) => ({ fleet, retirement: id }),
  stop: async () => null,
};
