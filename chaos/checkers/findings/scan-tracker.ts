import type { Invocation } from "../../processes/invocation.ts";

/** One run of the scan's code: with one fleet it is a whole scan, if it answers. */
interface ScanRun {
  readonly caller: string;
  readonly startedAt: number;
  /** Null: it is under way. */
  endedAt: number | null;
  isWhole: boolean;
  /** The answer to one of its calls was lost: the bus may have taken what it does not know of. */
  isUnanswered: boolean;
}

/** Which scans there were, and when. */
export interface ScanTracker {
  begin(invocation: Invocation): void;
  answered(invocation: Invocation): void;
  unanswered(invocation: Invocation): void;
  ended(invocation: Invocation, now: number): void;
  readonly all: readonly ScanRun[];
  /** Those that had answered and began no earlier than `since`. */
  wholeSince(since: number): readonly ScanRun[];
  /** Whether another one was under way at some instant from `since` on. */
  wasBeside(caller: string, since: number): boolean;
  /** Those of which some instant was from `since` on. */
  from(since: number): readonly ScanRun[];
}

export function trackScans(): ScanTracker {
  const all: ScanRun[] = [];
  const find = ({ caller }: Invocation): ScanRun | undefined => all.find((each) => each.caller === caller);
  const from = (since: number): ScanRun[] =>
    all.filter(({ endedAt }) => endedAt === null || endedAt >= since);
  return {
    all,
    begin: ({ task, caller, startedAt }) => {
      if (task === "scan")
        all.push({ caller, startedAt, endedAt: null, isWhole: false, isUnanswered: false });
    },
    answered: (invocation) => {
      const run = find(invocation);
      if (run) run.isWhole = true;
    },
    unanswered: (invocation) => {
      const run = find(invocation);
      if (run) run.isUnanswered = true;
    },
    ended: (invocation, now) => {
      const run = find(invocation);
      if (run) run.endedAt ??= now;
    },
    wholeSince: (since) => all.filter(({ startedAt, isWhole }) => isWhole && startedAt >= since),
    wasBeside: (caller, since) => from(since).some((each) => each.caller !== caller),
    from,
  };
}
