import type { Timer } from "../../domain/run/rollout.ts";
import type { Work } from "../work.ts";

/** Seconds that something has been neither good nor bad: from the first such poll since it was last found good. */
export async function secondsInconclusive(work: Work<never>, timer: Timer = "inconclusive"): Promise<number> {
  await work.startTimer(timer);
  return (work.now() - (work.run().timers[timer] ?? work.now())) / 1000;
}

/** It is good (again). */
export async function endInconclusive(work: Work<never>, timer: Timer = "inconclusive"): Promise<void> {
  const { [timer]: since, ...timers } = work.run().timers;
  if (since !== undefined) await work.update({ timers });
}
