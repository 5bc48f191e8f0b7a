import type { Run } from "../domain/run/run.ts";
import type { RunPointers } from "../domain/run/run-pointers.ts";
import type { RunKind } from "../step/run-kind.ts";
import type { SweepContext } from "./context.ts";
import type { Known } from "./known.ts";
import { type FoundRun, LEASE_LEFT_MS } from "./sweep-run.ts";

/** What was missed in them is found so much later: the records of all runs of a fleet are read once a day. */
const REBUILD_MS = 86_400_000;

/** The runs of a fleet that somebody may have to look at. */
export interface FleetRuns {
  /** Of every kind, the newest of each kind first. */
  readonly found: readonly FoundRun[];
  /** Ids of runs that have ended, so that a lease of theirs is free. */
  readonly ended: ReadonlySet<string>;
  /** When its last rollout ended; null: none has. */
  readonly endedAt: number | null;
}

/** Reads of each kind those runs that do not rest, and those that ended a short while ago and may have left their lease. */
export async function findRuns(
  fleet: string,
  { kinds, pointers }: Pick<Known, "kinds" | "pointers">,
  context: Pick<SweepContext, "ledger" | "clock">,
): Promise<FleetRuns> {
  const all = await Promise.all(
    kinds.map((kind) => runsOf(fleet, { kind, known: pointers.get(kind)?.get(fleet) }, context)),
  );
  const ends = all.flatMap(({ kind, ends: each }) => (kind.generationOf === undefined ? each : []));
  return {
    found: all.flatMap(({ found }) => found),
    ended: new Set(all.flatMap(({ ended }) => ended)),
    endedAt: ends.length === 0 ? null : Math.max(...ends),
  };
}

interface KindOfRuns {
  readonly kind: RunKind<Run>;
  /** Undefined: nobody has written them down yet. */
  readonly known: RunPointers | undefined;
}

async function runsOf(
  fleet: string,
  { kind, known }: KindOfRuns,
  { ledger, clock }: Pick<SweepContext, "ledger" | "clock">,
) {
  const now = clock.now();
  const isOld = known === undefined || now - known.builtAt >= REBUILD_MS;
  const { runs } = isOld ? await kind.runs.rebuild(ledger, fleet, now) : known;
  const found: FoundRun[] = [];
  for (const { id, restsAt } of toRead(runs, kind, now)) {
    const stored = await kind.runs.read(ledger, fleet, id);
    if (stored === undefined) continue;
    found.push({ kind, stored });
    // Whoever ended it may have died before its pointer said so.
    if (stored.run.endedAt !== null && restsAt === null) await kind.runs.settle(ledger, stored.run);
  }
  const read = found.flatMap(({ stored: { run } }) => (run.endedAt === null ? [] : [run]));
  const resting = runs.flatMap(({ id, restsAt }) => (restsAt === null ? [] : [{ id, endedAt: restsAt }]));
  return {
    kind,
    found,
    ended: [...read, ...resting].map(({ id }) => id),
    ends: [...read, ...resting].flatMap(({ endedAt }) => endedAt ?? []),
  };
}

/** A rollout's fleet has to be able to read its newest one, whatever became of it: the next decision does. */
function toRead(runs: RunPointers["runs"], kind: RunKind<Run>, now: number): RunPointers["runs"] {
  const needsFleet = kind.generationOf === undefined;
  const since = needsFleet ? now : now - LEASE_LEFT_MS;
  return runs.filter(
    ({ restsAt }, index) => restsAt === null || restsAt >= since || (needsFleet && index === 0),
  );
}
