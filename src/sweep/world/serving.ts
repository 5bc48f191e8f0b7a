import type { Group } from "../../aws/auto-scaling/auto-scaling.ts";
import { readActions, targetHealth } from "../../aws/elbv2/elbv2.ts";
import { undefinedIfNotFound } from "../../aws/undefined-if-not-found.ts";
import type { Fleet } from "../../domain/declaration/fleet.ts";
import type { Generation } from "../../domain/generation.ts";
import type { Found } from "../../domain/outbox/outbox.ts";
import {
  abortCommand,
  replaceCommand,
  settleCommands,
  unfreezeCommand,
} from "../../domain/outbox/proposed-commands.ts";
import { strategyOf } from "../../domain/strategy-kinds.ts";
import { eachRule } from "../../domain/traffic-pairs/each-rule.ts";
import { forwardWeights } from "../../domain/traffic-strategies/weights.ts";
import type { ActiveFreeze } from "../../ledger/freezes.ts";
import { ringBell } from "../../rollout/approval/ring-bell.ts";
import { settleBounded } from "../../rollout/convergence/settle-bounded.ts";
import type { StepContext } from "../../step/step.ts";
import type { SweepContext } from "../context.ts";
import { passes, reportFound, unreadFound } from "../told/report.ts";

/** A read may show what traffic was before a run moved it last. */
const SETTLES_MS = 60_000;
const FLEETS_AT_ONCE = 10;

/** A fleet, with what tells a person how to have its traffic moved. */
export interface ServedFleet {
  readonly declared: Fleet;
  readonly generations: readonly Generation[];
  /** Whether the fleet alone is frozen, or every fleet; null: neither. */
  readonly frozen: ActiveFreeze["scope"] | null;
  /** The open run; null: the fleet is at rest. */
  readonly open: string | null;
  readonly needsPerson: boolean;
  /** When its last run ended; null: none has. */
  readonly endedAt: number | null;
}

type Context = Pick<StepContext<"elbv2">, "ledger" | "clock" | "aws" | "publish"> &
  Pick<SweepContext, "outboxes" | "bells">;

/**
 * Finds fleets whose traffic goes where no server answers, and publishes it with the commands that end it. At rest and while
 * frozen nobody else looks. What cannot be read now is read again by the next sweep; what cannot be read at all is said.
 */
export async function reportUnserved(
  fleets: readonly ServedFleet[],
  groups: ReadonlyMap<string, Group>,
  context: Context,
): Promise<void> {
  const now = context.clock.now();
  const settled = fleets.filter(({ endedAt }) => endedAt === null || now - endedAt >= SETTLES_MS);
  await settleBounded(settled, FLEETS_AT_ONCE, async (fleet) => {
    const { fleet: name } = fleet.declared;
    try {
      const found = await unservedFound(fleet, groups, context);
      await reportFound(name, { source: "serving", found }, context);
    } catch (error) {
      if (passes(error)) return;
      const found = [unreadFound("whether a server answers where the traffic goes", error)];
      await reportFound(name, { source: "serving", found, isWhole: false }, context);
    }
  });
}

async function unservedFound(
  served: ServedFleet,
  groups: ReadonlyMap<string, Group>,
  context: Context,
): Promise<readonly Found[]> {
  const { declared, frozen, open } = served;
  const places = await placesOf(served, groups, context);
  // A run that goes on takes the traffic to the side that answers, where a pair has one.
  const isMoved = ({ pair }: Place): boolean =>
    open !== null && frozen === null && places.some((each) => each.pair === pair && each.serves);
  // It waits for a person or in a pause, and looks at nothing: somebody gave green traffic, or blue has failed.
  if (open !== null && places.some(({ serves }) => !serves)) await ringBell(declared.fleet, context, true);
  const empty = places.filter((place) => !place.serves && !isMoved(place)).map(({ name }) => name);
  if (empty.length === 0) return [];
  const reason = `no server answers in ${empty.join(" and ")}, where the traffic of ${declared.fleet} goes`;
  return [{ key: reason, kind: "nobody-serves", reason, commands: commandsOf(served) }];
}

function commandsOf({ declared: { fleet }, frozen, open, needsPerson }: ServedFleet): readonly string[] {
  const unfreeze = frozen === null ? [] : [unfreezeCommand(fleet, frozen)];
  if (open !== null) return [...unfreeze, abortCommand(fleet)];
  return [...unfreeze, ...(needsPerson ? settleCommands(fleet) : [replaceCommand(fleet)])];
}

interface Place {
  readonly name: string;
  /** What the traffic of one place may be moved within: its pair of target groups. */
  readonly pair: string;
  readonly serves: boolean;
}

/** Where the fleet's traffic goes, and whether a server answers there. A place that is to be empty counts as serving. */
async function placesOf(
  { declared, generations }: ServedFleet,
  groups: ReadonlyMap<string, Group>,
  { aws }: Context,
): Promise<readonly Place[]> {
  const live = generations.filter(({ state }) => state !== "gone" && state !== "retained");
  const { source } = strategyOf(declared.traffic);
  if (live.length === 0) return [];
  if (source.kind === "nothing") {
    return live
      .filter(({ state }) => state === "live")
      .map(({ group }) => groupPlace(group, groups.get(group)));
  }
  const places: Place[] = [];
  for (const [arn, pair] of await carriersOf(declared, aws)) {
    const states = (await targetHealth(aws.elbv2, arn)).map(({ state }) => state);
    places.push({ name: arn, pair, serves: states.includes("healthy") });
  }
  if (places.every(({ serves }) => serves)) return places;
  const isMeantToServe = live.some(({ group }) => (groups.get(group)?.desired ?? 0) > 0);
  return isMeantToServe ? places : [];
}

const groupPlace = (name: string, group: Group | undefined): Place => ({
  name,
  // Nothing moves between groups that pull their work.
  pair: "",
  serves:
    group === undefined ||
    group.desired === 0 ||
    group.instances.some(({ lifecycleState, healthy }) => lifecycleState === "InService" && healthy),
});

/** The fleet's own target groups that have weight, in any of its rules, each with its pair. A rule that is gone sends nobody anywhere. */
async function carriersOf({ traffic }: Fleet, aws: Context["aws"]): Promise<ReadonlyMap<string, string>> {
  if (traffic.strategy === "target-group") return new Map([[traffic.targetGroup, traffic.targetGroup]]);
  const rules = eachRule(traffic);
  const carriers = new Map<string, string>();
  for (const { arn: rule, settings } of rules) {
    const read = readActions(aws.elbv2, rule);
    const actions = await (rules.length === 1 ? read : undefinedIfNotFound(read));
    const weights = forwardWeights(actions ?? []) ?? [];
    for (const own of settings.targetGroups)
      if (weights.some(({ arn, weight }) => arn === own && weight > 0))
        carriers.set(own, settings.targetGroups.join());
  }
  return carriers;
}
