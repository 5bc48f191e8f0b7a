const MINUTE = 60_000;
/** The sweep comes by so often. */
const SWEEP_MS = 5 * MINUTE;
/** A step that failed is tried again after so long at most (statemachines/rollout.asl.yml); a throttled one waits half of that. */
const RETRY_MS = MINUTE;

/**
 * What a kind of disturbance may take of moult's time, by the beginning of its name. What is not named here takes none: what
 * happens to servers, to events, to scans, and what people ask for.
 */
const KINDS: Readonly<Record<string, number>> = {
  // The answer is lost, refused or wrong, or the function dies: the step is tried again.
  "throttling-storms": RETRY_MS,
  "service-errors": RETRY_MS,
  "ledger-fails": RETRY_MS,
  "answers-lost": RETRY_MS,
  "lambda-dies": RETRY_MS,
  // A read is ten seconds old, and so may be the one that it is compared with.
  "stale-reads": 20_000,
  // The state's own time limit ends the wait for a call, or for a read of the ledger, that hangs, and tries it again.
  "ledger-reads": 2 * MINUTE + RETRY_MS,
  "lambda-stalls": 2 * MINUTE + RETRY_MS,
  // The execution is gone and is known to be: the next sweep has another take over, if the event that calls it is lost.
  "executions-stopped": SWEEP_MS - MINUTE,
  "executions-redriven": SWEEP_MS - MINUTE,
  "steps-overtaken": SWEEP_MS - MINUTE,
  "machine-times-out": SWEEP_MS - MINUTE,
  // Nobody can be asked about it, so its lease runs out first (10 min); the next process begins up to 15 minutes later.
  "engine-dies": 15 * MINUTE + SWEEP_MS,
  // The same where the next one begins 20 seconds later, as it does at the points of `--exhaustive`.
  "engine-restarts": 20_000 + 10 * MINUTE + SWEEP_MS,
  // It goes on 1,000 s later, or another process takes over when its lease has run out.
  "processes-pause": 1000_000 + RETRY_MS,
  // Weights and processes are somebody else's for a while: they are read at the next poll, 75 s later, and once more.
  "somebody-": 90_000,
};

/** What went wrong longer ago than the slowest takes has no part in what stands now. */
const PAST_MS = Math.max(...Object.values(KINDS));

const kindOf = (what: string): string | undefined => Object.keys(KINDS).find((name) => what.startsWith(name));

/**
 * From when on, and how much longer, something may take that has stood since `since`: each kind that disturbed moult shortly
 * before or meanwhile has its own time, counted from the last of them.
 */
export function disturbed(
  disturbances: ReadonlyMap<string, number>,
  since: number,
): { readonly from: number; readonly addedMs: number } {
  const recent = [...disturbances].flatMap(([what, at]) => {
    const kind = kindOf(what);
    return kind !== undefined && at > since - PAST_MS ? [{ kind, at }] : [];
  });
  const kinds = new Set(recent.map(({ kind }) => kind));
  return {
    from: Math.max(since, ...recent.map(({ at }) => at)),
    addedMs: [...kinds].reduce((sum, kind) => sum + (KINDS[kind] ?? 0), 0),
  };
}
