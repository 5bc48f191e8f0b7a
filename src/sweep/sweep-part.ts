import type { Group } from "../aws/auto-scaling/auto-scaling.ts";
import { batchedActions } from "../aws/elbv2/elbv2.ts";
import type { Found } from "../domain/outbox/outbox.ts";
import { fleetCounts, type SweepCounts, summedCounts } from "../domain/telemetry/sweep-measurements.ts";
import { eachRule } from "../domain/traffic-pairs/each-rule.ts";
import { settleBounded } from "../rollout/convergence/settle-bounded.ts";
import type { SweepContext } from "./context.ts";
import { type BegunBySweep, type ConvergedFleets, convergeFleets } from "./converge-fleets.ts";
import { giveUp } from "./give-up.ts";
import type { Known } from "./known.ts";
import { type StandingFleet, standingOf } from "./neighbours/beside.ts";
import type { RestingBeside } from "./neighbours/check-neighbours.ts";
import { type Swept, sweepFleet } from "./sweep-fleet.ts";
import type { Outboxes } from "./told/outboxes.ts";
import { reportFound } from "./told/report.ts";
import { countPending, sendPending } from "./told/send-pending.ts";
import { findOrphans, type Irregularity } from "./world/orphans.ts";
import { readGroups } from "./world/read-groups.ts";
import { reportUnserved, type ServedFleet } from "./world/serving.ts";

/** Each takes about twenty small reads of the ledger, one after the other. */
const FLEETS_AT_ONCE = 48;

type Context = SweepContext & { readonly outboxes: Outboxes };

/** What came of a part of the fleets. */
export interface SweptPart {
  readonly irregularities: readonly Irregularity[];
  readonly begun: readonly BegunBySweep[];
  /** Fleets that could not be swept: they are among the irregularities, too. */
  readonly notSwept: readonly Irregularity[];
  /** What all fleets have, to be compared with what others have. */
  readonly standing: readonly StandingFleet[];
  /** The groups of those, by name. */
  readonly groups: ReadonlyMap<string, Group>;
  /** Those at rest whose neighbours are to be looked at; what stands of them is still to be counted. */
  readonly beside: readonly RestingBeside[];
  readonly counts: SweepCounts;
  /** What kept a part of the world from being read. */
  readonly failures: readonly unknown[];
}

/** Sweeps so many fleets together, so that what is asked of AWS is asked for all of them, and no more of them is in memory. */
export async function sweepPart(
  names: readonly string[],
  known: Known,
  context: Context,
): Promise<SweptPart> {
  const { swept, givenUp } = await sweepEach(names, known, context);
  const unsent = await sendPending(names, context);
  const deciding = swept.flatMap(({ declared }) => declared ?? []);
  const { irregularities: unread, failures, begun, ...left } = await convergeFleets(deciding, known, context);
  for (const { fleet, error } of failures) givenUp.set(fleet, error);
  const notSwept = await reportLedger(swept, givenUp, context);
  const world = await readWorld(swept, known, context);
  const resting = swept.flatMap((each) => each.resting ?? []);
  // Without its group any server of the fleet's would be a stranger.
  const groups = world.groups ?? new Map<string, Group>();
  const beside = world.groups === null ? [] : resting.filter((each) => isDueBeside(each, known));
  const isBeside = new Set(beside.map(({ fleet }) => fleet));
  const counts = await countPending(
    names.filter((name) => !isBeside.has(name)),
    context,
  );
  const done = swept.flatMap((each) => each.irregularities);
  return {
    irregularities: [...done, ...unread, ...notSwept, ...world.irregularities],
    begun,
    notSwept,
    standing: swept.flatMap(({ served }) => (served ? [standingOf(served)] : [])),
    beside,
    groups: groupsOf(beside, groups),
    failures: [...unsent, ...world.failures],
    counts: summedCounts([counts, ...swept.map((each) => countsOf(each, left, context.clock.now()))]),
  };
}

function countsOf(
  { fleet, moves, frozenSince }: Swept,
  { waits, asks }: Pick<ConvergedFleets, "waits" | "asks">,
  now: number,
): SweepCounts {
  return fleetCounts({ moves, frozenSince, waits: waits.has(fleet), asks: asks.get(fleet) ?? [] }, now);
}

const isDueBeside = ({ fleet, isBeset }: RestingBeside, { lookedAt }: Known): boolean =>
  isBeset || lookedAt.neighbours.has(fleet);

/** What was found in each, and what those failed with that could not be swept. */
async function sweepEach(
  names: readonly string[],
  known: Known,
  context: Context,
): Promise<{ readonly swept: readonly Swept[]; readonly givenUp: Map<string, unknown> }> {
  const givenUp = new Map<string, unknown>();
  const settled = await settleBounded(names, FLEETS_AT_ONCE, (fleet) => sweepFleet(fleet, known, context));
  const swept = settled.flatMap((each, index) => {
    if (each.status === "fulfilled") return [each.value];
    givenUp.set(names[index] ?? "", each.reason);
    return [];
  });
  return { swept, givenUp };
}

/** No more of them than somebody looks at: the sweep remembers these. */
function groupsOf(fleets: readonly RestingBeside[], all: ReadonlyMap<string, Group>): Map<string, Group> {
  const names = fleets.flatMap(({ generations }) => generations.map(({ group }) => group));
  return new Map(names.flatMap((name) => (all.has(name) ? [[name, all.get(name) as Group] as const] : [])));
}

/** Publishes what could not be swept, and what the ledger says of all others. Answers the former. */
async function reportLedger(
  swept: readonly Swept[],
  givenUp: ReadonlyMap<string, unknown>,
  context: Context,
): Promise<readonly Irregularity[]> {
  const notSwept: Irregularity[] = [];
  for (const [fleet, error] of givenUp) notSwept.push(await giveUp(fleet, error, context));
  const found = (fleet: string, attention: readonly Found[]) =>
    reportFound(fleet, { source: "ledger", found: attention }, context);
  for (const { fleet, attention } of swept) if (!givenUp.has(fleet)) await found(fleet, attention);
  return notSwept;
}

interface World {
  /** Null: they cannot be read. */
  readonly groups: ReadonlyMap<string, Group> | null;
  readonly irregularities: readonly Irregularity[];
  readonly failures: readonly unknown[];
}

/** Compares fleets with the world: groups, weights, and whether anybody answers where traffic goes. */
async function readWorld(swept: readonly Swept[], known: Known, context: Context): Promise<World> {
  const resting = swept.flatMap((each) => each.resting ?? []);
  const served = swept.flatMap((each) => each.served ?? []);
  try {
    const standing = served.flatMap(({ generations }) => generations.map(({ group }) => group));
    const tagged = swept.flatMap(({ fleet }) => known.tagged.get(fleet) ?? []);
    const groups = await readGroups([...standing, ...tagged], context);
    const rules = served.flatMap(({ declared }) => eachRule(declared.traffic).map(({ arn }) => arn));
    const elbv2 = batchedActions(context.aws.elbv2, rules);
    const sharing = { ...context, aws: { ...context.aws, elbv2 } };
    // None waits for what another cannot read.
    const isDue = ({ declared: { fleet } }: ServedFleet): boolean =>
      known.lookedAt.served.has(fleet) || !context.outboxes.isQuiet(fleet, "sweep-serving");
    await reportUnserved(served.filter(isDue), groups, sharing);
    // With groups that nobody knows of, what was found of one would be over.
    if (known.unread !== null) return { groups, irregularities: [], failures: [] };
    return { groups, ...(await findOrphans(resting, groups, sharing)) };
  } catch (error) {
    return { groups: null, irregularities: [], failures: [error] };
  }
}
