import type { Catch } from "./caught.ts";
import { runPlanted } from "./first-catch.ts";
import type { PlantedBug } from "./planted-bug.ts";
import type { PlantedTask } from "./planted-worker.ts";

/** The bugs that are still caught where they were, on seeds that are clean without them. */
export async function seenAgain(
  bugs: readonly PlantedBug[],
  caught: Readonly<Record<string, Catch>>,
): Promise<Map<string, Catch>> {
  const planted = bugs.flatMap((bug): PlantedTask[] => {
    const seed = caught[bug.name]?.seed;
    return seed === undefined ? [] : [{ bug, seed }];
  });
  const clean = [...new Set(planted.map(({ seed }) => seed))].map((seed) => ({ bug: null, seed }));
  const tasks = [...clean, ...planted].values();
  const unclean = new Set<number>();
  const seen = new Map<string, Catch>();
  await runPlanted(
    () => tasks.next().value,
    ({ bug, seed, violation }) => {
      if (violation === undefined) return;
      if (bug === null) unclean.add(seed);
      else seen.set(bug.name, { seed, invariant: violation.invariant });
    },
  );
  return new Map([...seen].filter(([, { seed }]) => !unclean.has(seed)));
}
