import type { Work } from "./work.ts";

const MARK = "in-doubt";

/** Seconds that green has been neither good nor bad: from the first such look since it was last found good. */
export async function secondsInDoubt(work: Work<never>): Promise<number> {
  await work.mark(MARK);
  return (work.now() - (work.rollout().marks[MARK] ?? work.now())) / 1000;
}

/** Green is good (again). */
export async function endDoubt(work: Work<never>): Promise<void> {
  const { [MARK]: since, ...marks } = work.rollout().marks;
  if (since !== undefined) await work.update({ marks });
}
