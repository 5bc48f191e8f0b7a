import type { FindingRecord } from "../../world/ledger-view.ts";
import { standing } from "../../world/ledger-view.ts";
import type { CheckerInput } from "../checker-input.ts";
import type { Invariant } from "../invariant.ts";

/**
 * What is marked as told was told: the bus took the event. And it was told once, unless a scan died, failed, was not answered or ran beside
 * another one at the time. At quiescence every finding that stands was told.
 */
export const toldOnce = (): Invariant => ({
  name: "told-once",
  wrote: ({ sort, body }, { told }) => {
    const { finding } = body as unknown as FindingRecord;
    if (!sort.startsWith("finding#") || finding?.isPublished !== true) return undefined;
    const key = `${finding.server} ${finding.field}`;
    return told.has(key) ? undefined : `${key} is marked as published, and the bus was told nothing`;
  },
  answered: ({ task }, input) => (task === "scan" ? twiceFault(input) : undefined),
  quiescent: ({ view, told }) => {
    const untold = standing(view).find(({ server, field }) => !told.has(`${server} ${field}`));
    return untold && `${untold.server} ${untold.field} stands, and the bus was told nothing`;
  },
});

function twiceFault({ told, scans }: CheckerInput): string | undefined {
  for (const [key, instants] of told) {
    const [first, second] = instants;
    if (first === undefined || second === undefined) continue;
    const around = scans.all.filter(
      ({ startedAt, endedAt }) => startedAt <= second && (endedAt ?? second) >= first,
    );
    const isExcused = around.some(
      (one) =>
        !one.isWhole ||
        one.isUnanswered ||
        around.some(
          (other) =>
            other !== one &&
            other.startedAt <= (one.endedAt ?? second) &&
            one.startedAt <= (other.endedAt ?? second),
        ),
    );
    if (!isExcused) return `${key} is told ${instants.length} times`;
  }
  return undefined;
}
