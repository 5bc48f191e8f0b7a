import { formatInstant } from "../format-instant.ts";
import type { Ask } from "../run/start-input.ts";

/** What is wrong with an ask at the time it is made, one sentence a fault with the way out. */
export function askFaults({ until, launchedBefore, by }: Ask, now: number): string[] {
  const faults: string[] = [];
  if (by === "") faults.push("nobody is named who asks: say who, in `by`");
  if (until !== null && until <= now)
    faults.push(`until ${formatInstant(until)} is in the past: give an end that is to come`);
  if (typeof launchedBefore === "number" && launchedBefore > now)
    faults.push(
      `replaceLaunchedBefore ${formatInstant(launchedBefore)} is in the future: give an instant that has passed, or force`,
    );
  return faults;
}
