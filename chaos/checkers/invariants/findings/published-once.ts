import { excused } from "../../exemptions.ts";
import type { FindingRecord } from "../../../world/ledger-view.ts";
import { standing } from "../../../world/ledger-view.ts";
import type { CheckerInput } from "../../checker-input.ts";
import type { Invariant } from "../../invariant.ts";

/**
 * What is marked as published was told: the bus took the event. And it was told once, unless a scan died, failed, was not answered or ran beside
 * another one at the time. At quiescence every finding that stands was published.
 */
export const publishedOnce = (): Invariant => ({
  name: "published-once",
  wrote: ({ sort, body }, { published }) => {
    const { finding } = body as unknown as FindingRecord;
    if (!sort.startsWith("finding#") || finding?.isPublished !== true) return undefined;
    const key = `${finding.server} ${finding.field}`;
    return published.has(key) ? undefined : `${key} is marked as published, and the bus was told nothing`;
  },
  answered: ({ task }, input) => (task === "scan" ? twiceFault(input) : undefined),
  quiescent: ({ view, published }) => {
    const unheard = standing(view).find(({ server, field }) => !published.has(`${server} ${field}`));
    return unheard && `${unheard.server} ${unheard.field} stands, and the bus was told nothing`;
  },
});

/** What a scan sent that then died may be so long on its way to the bus. */
const ON_ITS_WAY_MS = 3600_000;

/** What an event tells of by itself: who logged in, and what AWS has scheduled. */
const REPORTED = / ((allowed-)?login|retirement|reboot|maintenance)$/;
/** Deliveries of one event: each has its two minutes, and three are made within three. */
const RETRIED_MS = 300_000;

function twiceFault({ published, scans }: CheckerInput): string | undefined {
  for (const [key, instants] of published) {
    const [first, second] = instants;
    if (first === undefined || second === undefined) continue;
    const isAtOnce = REPORTED.test(key) && second - first <= RETRIED_MS;
    if (excused("published-once: what an event reported that came again meanwhile", isAtOnce)) continue;
    const atThatTime = scans.all.filter(
      ({ startedAt, endedAt, isWhole }) =>
        startedAt <= second && (endedAt ?? second) >= first - (isWhole ? 0 : ON_ITS_WAY_MS),
    );
    const isExcused = atThatTime.some(
      (one) =>
        !one.isWhole ||
        one.isUnanswered ||
        atThatTime.some(
          (other) =>
            other !== one &&
            other.startedAt <= (one.endedAt ?? second) &&
            one.startedAt <= (other.endedAt ?? second),
        ),
    );
    if (!excused("published-once: a scan that died, failed or was not answered", isExcused))
      return `${key} is published ${instants.length} times`;
  }
  return undefined;
}
