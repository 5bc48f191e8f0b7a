import { answerInOrder } from "../campaigns/in-order.ts";
import type { PlantedBug } from "./planted-bug.ts";
import { loadPlanted } from "./load-planted.ts";

/** One seed on a moult with one bug; null: as it is. */
export interface PlantedTask {
  readonly bug: PlantedBug | null;
  readonly seed: number;
}

export interface PlantedAnswer extends PlantedTask {
  readonly violation: { readonly invariant: string; readonly what: string } | undefined;
}

answerInOrder<PlantedTask, PlantedAnswer>(async ({ bug, seed }) => {
  const { runSeed } = await loadPlanted(bug);
  const { violation } = await runSeed({ seed });
  return { bug, seed, violation: violation && { invariant: violation.invariant, what: violation.what } };
});
