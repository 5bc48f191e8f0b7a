import type { GateVerdict } from "../../domain/gate.ts";
import type { Work } from "../work.ts";

/** Writes down that the rollout stands because blue fails the same as green, or that this is over. */
export async function noteStand(
  { verdict, reason }: Pick<GateVerdict, "verdict" | "reason">,
  work: Work<never>,
): Promise<void> {
  const { stands, inconclusive: _from, ...timers } = work.run().timers;
  if (verdict === "stand") {
    if (stands === undefined)
      await work.note("decision", `nothing goes on, and nobody is blamed: ${reason}`, { action: "stand" });
    await work.startTimer("stands");
    return;
  }
  if (stands === undefined) return;
  await work.note("evidence", `green and blue do not fail the same any more: ${reason}`, {
    action: "stand-over",
  });
  await work.update({ timers: { ...timers, stood: work.now() } });
}

/**
 * Seconds since what is judged has had its time: since the phase began, or since blue was as ill as green; until this look began, since
 * a process may be paused in it.
 */
export function secondsToGetGood(work: Work<never>): number {
  const { phaseStartedAt, timers } = work.run();
  return (work.openedAt - Math.max(phaseStartedAt, timers.stood ?? 0)) / 1000;
}
