import type { Fleet } from "../domain/declaration/fleet.ts";
import type { Found } from "../domain/outbox/outbox.ts";
import { readState } from "../rollout/convergence/read-state.ts";
import type { SweepContext } from "./context.ts";
import type { Known } from "./known.ts";
import type { RestingBeside } from "./neighbours/check-neighbours.ts";
import type { Irregularity } from "./world/orphans.ts";
import type { Outboxes } from "./told/outboxes.ts";
import { readRecords, seenOf } from "./read-records.ts";
import type { ServedFleet } from "./world/serving.ts";
import { freeLease, sweepRun } from "./sweep-run.ts";
import { thawNewer } from "./thaw-newer.ts";

/** What was found and done in one fleet. */
export interface Swept {
  readonly fleet: string;
  readonly irregularities: readonly Irregularity[];
  /** What the ledger says that a person has to look at. */
  readonly attention: readonly Found[];
  /** To be decided about; not there for a fleet that is frozen, or that nobody declares. */
  readonly declared?: Fleet;
  /** The fleet as it rests, to be compared with the world. */
  readonly resting?: RestingBeside;
  /** To be asked whether anybody answers where its traffic goes. */
  readonly served?: ServedFleet;
}

/** Takes over the runs of one fleet whose executions died, frees leases that outlived their owners, and says what is left to look at. */
export async function sweepFleet(
  fleet: string,
  known: Known,
  context: SweepContext & { readonly outboxes: Outboxes },
): Promise<Swept> {
  const records = await readRecords(fleet, known, context);
  const { declared, frozen, found, ended, rollouts, generations, endedAt, isBeset } = records;
  const irregularities: Irregularity[] = [];
  for (const each of found) irregularities.push(...(await sweepRun(each, frozen !== undefined, context)));
  const { attention, served } = seenOf(records, context.clock.now());
  const seen = { fleet, attention, ...(served && { served }) };
  if (frozen) {
    // What only deciding needs, too: it stays frozen until all can be read.
    await readState(fleet, context);
    await thawNewer(fleet, frozen, context);
    return { ...seen, irregularities };
  }
  const named = declared && { declared };
  const open = found.filter(({ stored: { run } }) => run.endedAt === null);
  const isHeld = open.some(({ kind }) => kind.generationOf === undefined);
  if (!isHeld) irregularities.push(...(await freeLease({ fleet }, ended, context)));
  if (isHeld || irregularities.length > 0 || declared === undefined)
    return { ...seen, ...named, irregularities };
  const retiring = open.flatMap(({ kind, stored: { run } }) => kind.generationOf?.(run) ?? []);
  const resting = { fleet, declared, rollouts, retiring, generations, endedAt, isBeset };
  return { ...seen, declared, irregularities: [], resting };
}
