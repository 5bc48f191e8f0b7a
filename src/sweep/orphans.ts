import { describeGroups, describeTaggedGroups, type Group } from "../aws/auto-scaling/auto-scaling.ts";
import { readActions } from "../aws/elbv2/elbv2.ts";
import type { Fleet } from "../domain/declaration/fleet.ts";
import type { Generation } from "../domain/generation.ts";
import { strategyOf } from "../domain/strategy-kinds.ts";
import { forwardWeights } from "../domain/traffic-strategies/weights.ts";
import { NotFound } from "../errors/errors.ts";
import { appendOnce } from "../ledger/entries.ts";
import { rollouts } from "../ledger/runs/rollouts.ts";
import type { StepContext } from "../step/step.ts";
import { groupIrregularities, type Resting } from "./group-irregularities.ts";

/** Something about a fleet that is not as it should be. */
export interface Irregularity {
  readonly fleet: string;
  readonly irregularity: string;
  readonly repaired: boolean;
}

type Context = Pick<StepContext<"autoScaling" | "elbv2">, "ledger" | "clock" | "aws" | "publish">;

/** A fleet at rest, and what was declared of it. */
export interface RestingFleet extends Resting {
  readonly declared: Fleet;
}

/**
 * Compares the world with the ledger for fleets at rest, and tells what no rollout explains: a person has to look. One
 * call for a hundred groups and one for each rule. An irregularity is written down once, until others take its place. `known`
 * are all declared fleets, at rest or not: a group that is tagged for none of them is an irregularity too.
 */
export async function findOrphans(
  resting: readonly RestingFleet[],
  known: readonly string[],
  context: Context,
): Promise<Irregularity[]> {
  const groups = await readGroups(resting, context);
  const irregularities: Irregularity[] = [];
  for (const fleet of resting) {
    const said = [...groupIrregularities(fleet, groups), ...(await weightFaults(fleet, context))];
    // A rollout that began since the ledger was read explains what is found.
    if (said.length > 0 && (await rollouts.open(context.ledger, fleet.fleet))) continue;
    irregularities.push(
      ...said.map((irregularity) => ({ fleet: fleet.fleet, irregularity, repaired: false })),
    );
  }
  irregularities.push(...orphanGroups(groups, new Set(known)));
  for (const { fleet, irregularity } of irregularities) await reportOnce(fleet, irregularity, context);
  return irregularities;
}

/** By name, all groups that moult made, and those it adopted, which carry no tag of it. */
async function readGroups(
  resting: readonly RestingFleet[],
  { aws }: Context,
): Promise<ReadonlyMap<string, Group>> {
  const tagged = await describeTaggedGroups(aws.autoScaling, "moult:fleet");
  const standing = resting.flatMap(({ generations }) => generations.filter(({ state }) => state !== "gone"));
  const untagged = standing.map(({ group }) => group).filter((name) => !tagged.has(name));
  return new Map([...tagged, ...(await describeGroups(aws.autoScaling, untagged))]);
}

function orphanGroups(groups: ReadonlyMap<string, Group>, known: ReadonlySet<string>): Irregularity[] {
  return [...groups.values()].flatMap(({ name, tags, deleting }) => {
    const fleet = tags["moult:fleet"];
    if (fleet === undefined || fleet === "" || known.has(fleet) || deleting) return [];
    return [
      {
        fleet,
        irregularity: `group ${name} is tagged for fleet ${fleet}, which is not declared`,
        repaired: false,
      },
    ];
  });
}

async function weightFaults(
  { declared, generations }: { readonly declared: Fleet; readonly generations: readonly Generation[] },
  { aws }: Context,
): Promise<string[]> {
  const { traffic } = declared;
  const { source } = strategyOf(traffic);
  const live = generations.find(({ state }) => state === "live");
  if (source.kind !== "actions" || live === undefined || !("targetGroups" in traffic)) return [];
  try {
    const weights = forwardWeights(await readActions(aws.elbv2, source.arn)) ?? [];
    const astray = traffic.targetGroups.filter(
      (arn) => arn !== live.targetGroup && weights.some((each) => each.arn === arn && each.weight > 0),
    );
    return astray.map((arn) => `traffic has weight on ${arn}, where no generation is live`);
  } catch (error) {
    if (error instanceof NotFound) return [`${source.arn}, which moves the fleet's traffic, does not exist`];
    throw error;
  }
}

async function reportOnce(
  fleet: string,
  irregularity: string,
  { ledger, clock, publish }: Context,
): Promise<void> {
  const isNew = await appendOnce(ledger, {
    at: clock.now(),
    fleet,
    rollout: null,
    phase: null,
    kind: "evidence",
    action: "irregularity",
    reason: irregularity,
    actor: "sweep",
  });
  if (isNew) await publish("Fleet Needs Attention", { fleet, irregularity });
}
