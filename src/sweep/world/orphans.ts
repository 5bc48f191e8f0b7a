import type { Group } from "../../aws/auto-scaling/auto-scaling.ts";
import { readActions } from "../../aws/elbv2/elbv2.ts";
import type { Fleet } from "../../domain/declaration/fleet.ts";
import { type Generation, targetGroupsOf } from "../../domain/generation.ts";
import { type EachRule, eachRule } from "../../domain/traffic-pairs/each-rule.ts";
import type { Found } from "../../domain/outbox/outbox.ts";
import type { RecycleRecord } from "../../domain/run/recycle.ts";
import { forwardWeights } from "../../domain/traffic-strategies/weights.ts";
import { NotFound } from "../../errors/errors.ts";
import { openFleetRun } from "../../ledger/runs/open-run.ts";
import { settleBounded } from "../../rollout/convergence/settle-bounded.ts";
import type { StepContext } from "../../step/step.ts";
import type { SweepContext } from "../context.ts";
import { groupIrregularities, type Resting, unsettledRollout } from "./group-irregularities.ts";
import type { Known } from "../known.ts";
import { passes, reportFound, unreadFound } from "../told/report.ts";
import { closeStranded, strandedFound } from "./stranded-servers.ts";

/** Something about a fleet that is not as it should be. */
export interface Irregularity {
  readonly fleet: string;
  readonly irregularity: string;
  readonly repaired: boolean;
}

const FLEETS_AT_ONCE = 10;

type Context = Pick<StepContext<"autoScaling" | "elbv2">, "ledger" | "clock" | "aws" | "publish"> &
  Pick<SweepContext, "outboxes">;

/** A fleet at rest, and what was declared of it. */
export interface RestingFleet extends Resting {
  readonly declared: Fleet;
  /** Those that somebody may have to look at; all of them have ended. */
  readonly recycles: readonly RecycleRecord[];
}

/**
 * Compares the world with the ledger for fleets at rest, and tells what no rollout explains: a person has to look. An irregularity
 * is written down once, until others take its place. One fleet that cannot be compared keeps no other from it: it is among the
 * failures, unless it was said. `groups` are all that the fleets' generations have or that carry their tags, by name.
 */
export async function findOrphans(
  resting: readonly RestingFleet[],
  groups: ReadonlyMap<string, Group>,
  context: Context,
): Promise<{ readonly irregularities: readonly Irregularity[]; readonly failures: readonly unknown[] }> {
  const compared = await settleBounded(resting, FLEETS_AT_ONCE, (fleet) => compare(fleet, groups, context));
  return {
    irregularities: compared.flatMap((each) => (each.status === "fulfilled" ? each.value : [])),
    failures: compared.flatMap((each) => (each.status === "rejected" ? [each.reason] : [])),
  };
}

/** What is found of one fleet, or that its rule cannot be read. Throws what passes by itself. */
async function compare(
  resting: RestingFleet,
  groups: ReadonlyMap<string, Group>,
  context: Context,
): Promise<readonly Irregularity[]> {
  const { fleet } = resting;
  const { said, unread } = await weightFaults(resting, context);
  const found = [
    ...[...groupIrregularities(resting, groups), ...said].map((reason) => irregularityOf(fleet, reason)),
    ...strandedFound(resting.recycles, groups),
    ...unread,
  ];
  // A rollout that began since the ledger was read explains what is found.
  if (found.length > 0 && (await openFleetRun(context.ledger, fleet))) return [];
  await reportFound(fleet, { source: "world", found, isWhole: unread.length === 0 }, context);
  await closeStranded(resting.recycles, groups, context);
  return found.map(({ reason }) => ({ fleet, irregularity: reason, repaired: false }));
}

const irregularityOf = (fleet: string, reason: string): Found => ({
  key: reason,
  kind: "irregularity",
  reason,
  commands: [`moult history ${fleet}`],
});

/** Groups that are tagged for a fleet that nobody declares. Nobody sends what is kept for such a fleet: it is the account's. */
export async function reportUndeclared(
  { names, tagged }: Pick<Known, "names" | "tagged">,
  context: Context,
): Promise<readonly Irregularity[]> {
  const declared = new Set(names);
  const undeclared = [...tagged].flatMap(([fleet, groups]) =>
    declared.has(fleet) ? [] : groups.map((group) => ({ fleet, group })),
  );
  const found = undeclared.map(({ fleet, group }) => {
    const reason = `group ${group} is tagged for fleet ${fleet}, which is not declared`;
    return { ...irregularityOf(fleet, reason), fleet };
  });
  await reportFound(null, { source: "world", found }, context);
  return found.map(({ fleet, reason }) => ({ fleet, irregularity: reason, repaired: false }));
}

interface WeightFaults {
  readonly said: readonly string[];
  /** That a rule cannot be read, and not because it is gone. */
  readonly unread: readonly Found[];
}

const faults = (...said: readonly string[]): WeightFaults => ({ said, unread: [] });

async function weightFaults(
  { declared, generations, rollouts: ended }: RestingFleet,
  { aws }: Context,
): Promise<WeightFaults> {
  // Traffic rests where it was served best.
  if (unsettledRollout({ rollouts: ended }) !== undefined) return faults();
  const live = generations.find(({ state }) => state === "live");
  if (live === undefined) return faults();
  const all: WeightFaults[] = [];
  for (const rule of eachRule(declared.traffic)) all.push(await faultsOfRule(rule, live, aws));
  // Several rules may send requests to one target group: it is said once.
  return { said: [...new Set(all.flatMap(({ said }) => said))], unread: all.flatMap(({ unread }) => unread) };
}

async function faultsOfRule(
  { arn: rule, settings, ownOf }: EachRule,
  live: Generation,
  aws: Context["aws"],
): Promise<WeightFaults> {
  try {
    const weights = forwardWeights(await readActions(aws.elbv2, rule)) ?? [];
    const own = ownOf(targetGroupsOf(live));
    const astray = settings.targetGroups.filter(
      (arn) => arn !== own && weights.some((each) => each.arn === arn && each.weight > 0),
    );
    return faults(...astray.map((arn) => `traffic has weight on ${arn}, where no generation is live`));
  } catch (error) {
    if (error instanceof NotFound) return faults(`${rule}, which moves the fleet's traffic, does not exist`);
    if (passes(error)) throw error;
    return { said: [], unread: [unreadFound(`${rule}, which moves the fleet's traffic,`, error)] };
  }
}
