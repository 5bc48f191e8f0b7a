import { describeGroups } from "../aws/auto-scaling.ts";
import { readActions } from "../aws/elbv2.ts";
import type { Fleet } from "../domain/fleet.ts";
import type { Generation } from "../domain/generation.ts";
import { strategyOf } from "../domain/strategy-kinds.ts";
import { forwardWeights } from "../domain/traffic-strategies/weights.ts";
import { appendEntry, listEntries } from "../ledger/entries.ts";
import { readFleet } from "../ledger/fleets.ts";
import { listGenerations } from "../ledger/generations.ts";
import { openRollout } from "../ledger/rollouts.ts";
import type { StepContext } from "./step.ts";

/** Something about a fleet that is not as it should be. */
export interface Finding {
  readonly fleet: string;
  readonly finding: string;
  readonly repaired: boolean;
}

type Context = Pick<StepContext<"autoScaling" | "elbv2">, "ledger" | "clock" | "aws" | "publish">;

interface Resting {
  readonly fleet: Fleet;
  readonly generations: readonly Generation[];
}

/** Entries looked through for a finding that was told before. */
const RECENT = 30;

/**
 * Compares the world with the ledger for fleets at rest, and tells what no rollout explains: a person has to look. One
 * call for a hundred groups and one for each rule. A finding is written down once, until another one takes its place.
 */
export async function findUnexplained(fleets: readonly string[], context: Context): Promise<Finding[]> {
  const resting: Resting[] = [];
  for (const name of fleets) {
    const declared = await readFleet(context.ledger, name).catch(() => undefined);
    if (declared === undefined || (await openRollout(context.ledger, name))) continue;
    const generations = (await listGenerations(context.ledger, name)).map(({ generation }) => generation);
    resting.push({ fleet: declared.fleet, generations });
  }
  const standing = resting.flatMap(({ generations }) => generations.filter(({ state }) => state !== "gone"));
  const groups =
    standing.length === 0
      ? new Map()
      : await describeGroups(
          context.aws.autoScaling,
          standing.map(({ group }) => group),
        );
  const findings: Finding[] = [];
  for (const { fleet, generations } of resting) {
    const said = [
      ...generationFaults(generations, new Set(groups.keys())),
      ...(await weightFaults(fleet, generations, context)),
    ];
    for (const finding of said) {
      findings.push({ fleet: fleet.fleet, finding, repaired: false });
      await tellOnce(fleet.fleet, finding, context);
    }
  }
  return findings;
}

function generationFaults(generations: readonly Generation[], existing: ReadonlySet<string>): string[] {
  const live = generations.filter(({ state }) => state === "live");
  const stray = generations.filter(({ state }) => state === "launching" || state === "retiring");
  return [
    ...(live.length > 1
      ? [`generations ${live.map(({ number }) => number).join(" and ")} are both live`]
      : []),
    ...live
      .filter(({ group }) => !existing.has(group))
      .map(({ number, group }) => `live generation ${number}'s group ${group} is gone`),
    ...stray
      .filter(({ group }) => existing.has(group))
      .map(
        ({ number, group, state }) =>
          `group ${group} of generation ${number} still exists, ${state}, and no rollout runs`,
      ),
  ];
}

async function weightFaults(
  fleet: Fleet,
  generations: readonly Generation[],
  { aws }: Context,
): Promise<string[]> {
  const { source } = strategyOf(fleet.traffic);
  const live = generations.find(({ state }) => state === "live");
  if (source.kind !== "actions" || live === undefined || !("targetGroups" in fleet.traffic)) return [];
  const weights = forwardWeights(await readActions(aws.elbv2, source.arn)) ?? [];
  const astray = fleet.traffic.targetGroups.filter(
    (arn) => arn !== live.targetGroup && weights.some((each) => each.arn === arn && each.weight > 0),
  );
  return astray.map((arn) => `traffic has weight on ${arn}, where no generation is live`);
}

async function tellOnce(fleet: string, finding: string, { ledger, clock, publish }: Context): Promise<void> {
  const recent = await listEntries(ledger, fleet, { limit: RECENT, newestFirst: true });
  if (recent.some(({ action, reason }) => action === "unexplained" && reason === finding)) return;
  await appendEntry(ledger, {
    at: clock.now(),
    fleet,
    rollout: null,
    phase: null,
    kind: "evidence",
    action: "unexplained",
    reason: finding,
    actor: "sweep",
  });
  await publish("Fleet Needs Attention", { fleet, finding });
}
