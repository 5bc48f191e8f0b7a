import { machines } from "../machines/machines.ts";
import type { Machine } from "../step/machine.ts";
import type { Runtime } from "../step/open-context.ts";
import { checkedAnswer } from "../step/checked-answer.ts";
import { parseInput } from "../step/parse-input.ts";

/**
 * Runs the Task of one function in this process, as Lambda would. Throws for a function that no machine has, and
 * InvalidInput for an input that its state does not take.
 */
export async function runTask(
  resource: string,
  input: unknown,
  runtime: Runtime,
  known: readonly Machine[] = machines,
): Promise<unknown> {
  const states = Object.assign({}, ...known.map((machine) => machine.states)) as Machine["states"];
  const state = states[resource];
  if (state === undefined)
    throw new Error(`No function is named ${resource}; there are ${Object.keys(states).join(", ")}.`);
  return checkedAnswer(state.phase, await state.run(parseInput(state.input, input), runtime));
}
