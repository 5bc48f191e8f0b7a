import { runPool } from "../campaigns/pool.ts";
import type { PlantedBug } from "./planted-bug.ts";
import type { Catch } from "./caught.ts";
import type { PlantedAnswer, PlantedTask } from "./planted-worker.ts";

/** A bug has to be caught within so many runs, from seed 1 on. */
export const MOST_RUNS = 200;

/** Runs tasks on two threads until `next` has none. */
export const runPlanted = (
  next: () => PlantedTask | undefined,
  take: (answer: PlantedAnswer) => void,
): Promise<void> =>
  runPool<PlantedTask, PlantedAnswer>({
    url: new URL("./planted-worker.ts", import.meta.url),
    next,
    take,
    stalled: (task) => ({ ...task, violation: { invariant: "quiescence", what: "the run does not end" } }),
  });

/** Looks for the first seed that catches the bug; undefined: none of the first 200 does. */
export async function firstCatch(bug: PlantedBug): Promise<Catch | undefined> {
  let next = 1;
  let caught: Catch | undefined;
  await runPlanted(
    () => (caught !== undefined || next > MOST_RUNS ? undefined : { bug, seed: next++ }),
    ({ seed, violation }) => {
      if (violation && seed < (caught?.seed ?? Number.POSITIVE_INFINITY))
        caught = { seed, invariant: violation.invariant };
    },
  );
  return caught;
}
