import type { Fleet } from "../domain/declaration/fleet.ts";
import type { Generation } from "../domain/generation.ts";
import { fleetAttention } from "../domain/outbox/fleet-attention.ts";
import type { Found } from "../domain/outbox/outbox.ts";
import type { RolloutRecord } from "../domain/run/rollout.ts";
import type { Run } from "../domain/run/run.ts";
import { isRollout } from "../domain/run/run-record.ts";
import { readFleet } from "../ledger/fleets.ts";
import { type ActiveFreeze, activeFreeze } from "../ledger/freezes.ts";
import { listGenerations } from "../ledger/generations.ts";
import { readOutbox } from "../ledger/outbox/outbox.ts";
import type { RunKind } from "../step/run-kind.ts";
import type { SweepContext } from "./context.ts";
import type { ServedFleet } from "./serving.ts";
import type { FoundRun } from "./sweep-run.ts";

/** More than a fleet has standing at once: an old one that is retained must not be taken for nobody's. */
const GENERATIONS = 100;

/** As report.ts names the source. */
const BESIDE = "sweep-neighbours";

interface Records {
  readonly fleet: string;
  readonly frozen: ActiveFreeze | undefined;
  /** Undefined: nobody declares it. */
  readonly declared: Fleet | undefined;
  /** Of every kind, the newest of each kind first. */
  readonly found: readonly FoundRun[];
  readonly rollouts: readonly RolloutRecord[];
  readonly generations: readonly Generation[];
  /** Whether something stands that was found beside it (neighbours/check-neighbours.ts). */
  readonly isBeset: boolean;
}

/**
 * All that the ledger has of a fleet, so that what cannot be read is found before something needs it. Its runs, then its
 * generations: what a run has done to one is written before the run goes on, and a rollout writes its retirement down before it
 * ends.
 */
export async function readRecords(
  fleet: string,
  kinds: readonly RunKind<Run>[],
  { ledger, clock }: Pick<SweepContext, "ledger" | "clock">,
): Promise<Records> {
  const frozen = await activeFreeze(ledger, fleet, clock.now());
  const declared = await readFleet(ledger, fleet);
  const found: FoundRun[] = [];
  for (const kind of kinds) {
    const stored = await kind.runs.list(ledger, fleet);
    found.push(...stored.map((each) => ({ kind, stored: each })));
  }
  const generations = await listGenerations(ledger, fleet, GENERATIONS);
  const { attention } = await readOutbox(ledger, fleet);
  return {
    fleet,
    frozen,
    declared: declared?.fleet,
    found,
    rollouts: found.flatMap(({ stored: { run } }) => (isRollout(run) ? [run] : [])),
    generations: generations.map(({ generation }) => generation),
    isBeset: attention.some(({ source, endedAt }) => source === BESIDE && endedAt === null),
  };
}

/** What a person has to look at by these records, and how the fleet is served. */
export function seenOf(
  { fleet, frozen, declared, found, rollouts, generations }: Records,
  now: number,
): { readonly attention: readonly Found[]; readonly served: ServedFleet | undefined } {
  const all = found.map(({ stored }) => stored.run);
  const attention = fleetAttention({ fleet, runs: all, rollouts, generations }, now);
  const ends = rollouts.flatMap(({ endedAt }) => endedAt ?? []);
  const served = declared && {
    declared,
    generations,
    frozen: frozen?.scope ?? null,
    open: rollouts.find(({ endedAt }) => endedAt === null)?.id ?? null,
    needsPerson: attention.some(({ kind }) => kind === "needs-person"),
    endedAt: ends.length === 0 ? null : Math.max(...ends),
  };
  return { attention, served };
}
