import type { Work } from "../../step/work.ts";

const MARK = "in-doubt";

/** What is in doubt beside that has a mark of its own: one doubt that ends must not end another. */
type Mark = typeof MARK | "too-small" | "moved" | "joined";

/** Seconds that green has been neither good nor bad: from the first such look since it was last found good. */
export async function secondsInconclusive(work: Work<never>, mark: Mark = MARK): Promise<number> {
  await work.mark(mark);
  return (work.now() - (work.rollout().marks[mark] ?? work.now())) / 1000;
}

/** Green is good (again). */
export async function endInconclusive(work: Work<never>, mark: Mark = MARK): Promise<void> {
  const { [mark]: since, ...marks } = work.rollout().marks;
  if (since !== undefined) await work.update({ marks });
}
