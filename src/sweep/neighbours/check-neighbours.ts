import { foreignServers } from "../../rollout/neighbours/foreign-servers.ts";
import { pairNeighbours } from "../../rollout/neighbours/pair-neighbours.ts";
import type { Group } from "../../aws/auto-scaling/auto-scaling.ts";
import { sharedReads } from "../../aws/elbv2/shared-reads.ts";
import { mayBeTargets } from "../../domain/traffic-pairs/may-be-targets.ts";
import { isWeighted, targetGroupsIn } from "../../domain/traffic-pairs/pairs-of.ts";
import type { Found } from "../../domain/outbox/outbox.ts";
import { openFleetRun } from "../../ledger/runs/open-run.ts";
import { settleBounded } from "../../rollout/convergence/settle-bounded.ts";
import type { StepContext } from "../../step/step.ts";
import type { SweepContext } from "../context.ts";
import { unsettledRollout } from "../world/group-irregularities.ts";
import type { Irregularity, RestingFleet } from "../world/orphans.ts";
import { passes, reportFound, unreadFound } from "../told/report.ts";
import { type BesideIndex, foundBeside, irregularityOf } from "./beside.ts";

/** A read may show what traffic was before a run moved it last. */
const SETTLES_MS = 60_000;
const FLEETS_AT_ONCE = 10;

/** A fleet at rest, and whether something stands that was found beside it. */
export type RestingBeside = RestingFleet & {
  readonly isBeset: boolean;
  /** When its last rollout ended; null: none has. */
  readonly endedAt: number | null;
};

type Context = Pick<StepContext<"ec2" | "elbv2">, "ledger" | "clock" | "aws" | "publish"> &
  Pick<SweepContext, "outboxes">;

/** What the sweep knows by then. */
interface Known {
  readonly index: BesideIndex;
  /** Whether that holds all declared fleets: what was found of one that is missing is not over. */
  readonly isWhole: boolean;
  /** Those of the fleets that are due, by name. */
  readonly groups: ReadonlyMap<string, Group>;
}

/**
 * Looks who else is at fleets that rest: other rules and foreign servers at their target groups, pairs that are not alike any more,
 * other fleets, a controller that took the group. Each is written down and published once, and is over when it is gone. Where weights
 * move traffic that is two calls for a hundred fleets, two for each target group, one for each rule, and for each load balancer
 * those that read what it forwards; elsewhere none.
 */
export async function checkNeighbours(
  due: readonly RestingBeside[],
  known: Known,
  context: Context,
): Promise<readonly Irregularity[]> {
  const now = context.clock.now();
  const settled = due.filter((each) => isSettled(each, now));
  const weighted = settled.filter(({ declared }) => isWeighted(declared.traffic));
  const arns = weighted.flatMap(({ declared }) => targetGroupsIn(declared.traffic));
  const elbv2 = await sharedReads(context.aws.elbv2, arns);
  const sharing = { ...context, aws: { ...context.aws, elbv2 } };
  const looked = await settleBounded(settled, FLEETS_AT_ONCE, (fleet) => report(fleet, known, sharing));
  return looked.flatMap((each) => (each.status === "fulfilled" ? each.value : []));
}

const isSettled = ({ rollouts: past, endedAt }: RestingBeside, now: number): boolean =>
  unsettledRollout({ rollouts: past }) === undefined &&
  past.every((run) => run.endedAt !== null) &&
  (endedAt === null || now - endedAt >= SETTLES_MS);

async function report(resting: RestingFleet, known: Known, context: Context): Promise<Irregularity[]> {
  const { fleet } = resting;
  let found: readonly Found[];
  let { isWhole } = known;
  try {
    found = await foundOf(resting, known, context);
  } catch (error) {
    if (passes(error)) return [];
    found = [unreadFound("who else is at the fleet's target groups", error)];
    isWhole = false;
  }
  // A rollout that began since the ledger was read explains what is found.
  if (found.length > 0 && (await openFleetRun(context.ledger, fleet))) return [];
  await reportFound(fleet, { source: "neighbours", found, isWhole }, context);
  return found.map(({ reason }) => ({ fleet, irregularity: reason, repaired: false }));
}

async function foundOf(
  resting: RestingFleet,
  { index, groups }: Known,
  context: Context,
): Promise<readonly Found[]> {
  const { declared, generations } = resting;
  const { fleet, traffic } = declared;
  const own = mayBeTargets(generations).flatMap(({ group }) => groups.get(group) ?? []);
  const [pairs, foreign] = await Promise.all([
    pairNeighbours(traffic, context),
    foreignServers(traffic, own, context),
  ]);
  return [
    ...foundBeside(resting, index, groups),
    ...pairs.map(({ place, why }) => irregularityOf(fleet, `${place}: ${why}`, why)),
    // Servers come and go: it is one and the same until the place has none.
    ...foreign.map(({ place, why }) => irregularityOf(fleet, `foreign servers in ${place}`, why)),
  ];
}
