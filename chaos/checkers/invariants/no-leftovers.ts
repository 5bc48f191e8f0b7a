import type { GroupRecord } from "../../../simulator/services/auto-scaling/state.ts";
import { type Generation, targetGroupsOf } from "../../../src/domain/generation.ts";
import { heldLeases, openRetirements, openRollouts, unsettledRollout } from "../../world/ledger-view.ts";
import { carriersOf, carryingNow, isAlone } from "../carrying.ts";
import type { CheckerInput } from "../checker-input.ts";
import { scheduledServers } from "../declared/scheduled.ts";
import type { Invariant } from "../invariant.ts";
import { retainedIn } from "../sides.ts";

/**
 * At quiescence each fleet has exactly one live generation, whole and in traffic, and nothing that moult made is
 * left beside it. What somebody else did to the fleet is theirs: it exempts just what it touched. A rollout that needs a
 * person keeps both its generations, whole or not, and traffic where it was served best.
 */
export const noLeftovers = (): Invariant => ({
  name: "no-leftovers",
  quiescent: (input) => {
    // A rollout that waits for somebody to give back what they took has not ended; it was judged to say so.
    if (input.exempted.has("stuck") && openRollouts(input.view).length > 0) return undefined;
    for (const check of CHECKS) {
      const what = check(input);
      if (what !== undefined) return what;
    }
    return undefined;
  },
});

const CHECKS: readonly ((input: CheckerInput) => string | undefined)[] = [
  ledgerFault,
  generationFault,
  groupFault,
  serverFault,
  versionFault,
  liveFault,
  trafficFault,
];

function ledgerFault({ view }: CheckerInput): string | undefined {
  const [open] = openRollouts(view);
  if (open)
    return `rollout ${open.id} has not ended: ${open.phase}, ${open.waiting?.reason ?? "nothing awaited"}`;
  const [retiring] = openRetirements(view);
  if (retiring)
    return `retirement ${retiring.id} has not ended: ${retiring.waiting?.reason ?? retiring.phase}`;
  const [lease] = heldLeases(view);
  if (lease) return `the ${lease.sort} is still ${lease.owner}'s`;
  const held = [...view.rollouts.values()].find(({ holds }) => holds.length > 0);
  return held && `rollout ${held.id} still has holds: ${JSON.stringify(held.holds)}`;
}

const inState = ({ view }: CheckerInput, ...states: readonly Generation["state"][]): Generation[] =>
  [...view.generations.values()].filter(({ state }) => states.includes(state));

/** Generations that a rollout which needs a person has left standing. */
function unsettled({ view }: CheckerInput): Generation[] {
  const { blue, green } = unsettledRollout(view) ?? {};
  return [...view.generations.values()].filter(
    ({ number, state }) => (number === blue || number === green) && state !== "gone",
  );
}

/** A first generation may have failed; then there is none, as before. */
function generationFault(input: CheckerInput): string | undefined {
  const live = inState(input, "live");
  const kept = unsettled(input);
  const unfinished = inState(input, "launching", "retiring").filter((each) => !kept.includes(each));
  if (unfinished[0]) return `generation ${unfinished[0].number} is still ${unfinished[0].state}`;
  if (live.length > 1) return `generations ${live.map(({ number }) => number).join(" and ")} are live`;
  return live.length === 0 && !input.plan.fleet.firstGeneration ? "no generation is live" : undefined;
}

function groupFault(input: CheckerInput): string | undefined {
  const standing = inState(input, "live", "retained");
  const left = unsettled(input).map(({ group }) => group);
  const kept = new Set(standing.map(({ group }) => group));
  const found = [...input.world.state.groups.values()].filter(({ deleting }) => !deleting);
  const orphan = found.find(({ name }) => !kept.has(name) && !left.includes(name));
  if (orphan) return `group ${orphan.name} is left, with ${orphan.instances.size} servers`;
  const missing = [...kept].find((name) => !found.some((group) => group.name === name));
  return missing !== undefined && !input.exempted.has("live") ? `group ${missing} is gone` : undefined;
}

function serverFault({ world }: CheckerInput): string | undefined {
  const members = new Set([...world.state.groups.values()].flatMap(({ instances }) => [...instances.keys()]));
  const stray = [...world.state.instances.values()].find(
    ({ id, state }) => (state === "running" || state === "pending") && !members.has(id),
  );
  return stray && `server ${stray.id} is in no group`;
}

function versionFault(input: CheckerInput): string | undefined {
  const { world, account, exempted, theirVersions } = input;
  if (exempted.has("template")) return undefined;
  const used = new Set([
    1,
    ...theirVersions,
    ...[...inState(input, "live", "retained"), ...unsettled(input)].map(({ template }) => template.version),
  ]);
  const versions = [...(world.state.launchTemplates.get(account.template)?.versions.keys() ?? [])];
  const orphan = versions.find((version) => !used.has(version));
  return orphan === undefined ? undefined : `template version ${orphan} is left`;
}

function liveFault(input: CheckerInput): string | undefined {
  const { plan, world, exempted } = input;
  const [live] = inState(input, "live");
  const group = live && world.state.groups.get(live.group);
  if (live === undefined || group === undefined || unsettled(input).length > 0) return undefined;
  if (!exempted.has("size")) {
    if (group.minSize !== plan.fleet.minimum) return `MinSize of ${live.group} is ${group.minSize}`;
    if (group.desiredCapacity !== scheduledServers(plan.fleet))
      return `${live.group} is of ${group.desiredCapacity} servers`;
  }
  const serve = [...group.instances.values()].filter(
    ({ lifecycleState }) => lifecycleState === "InService",
  ).length;
  if (!exempted.has("servers") && serve < group.desiredCapacity)
    return `${serve} of ${group.desiredCapacity} servers of ${live.group} are in service`;
  return copyFault(group, input);
}

/** The live group is what the first one was: hooks, policies, suspended processes, the pinned version. */
function copyFault(group: GroupRecord, input: CheckerInput): string | undefined {
  if (input.plan.fleet.firstGeneration) return undefined;
  return processesFault(group, input) ?? extrasFault(group, input) ?? pinFault(group, input);
}

function processesFault(
  { name, suspended }: GroupRecord,
  { plan, exempted }: CheckerInput,
): string | undefined {
  const found = [...suspended.keys()].sort().join();
  return exempted.has("processes") || found === [...plan.fleet.suspended].sort().join()
    ? undefined
    : `suspended in ${name}: ${found || "nothing"}`;
}

/** Hooks that the first group has, where it has any. */
const FIRST_HOOKS = ["say-goodbye", "warm-up"];

/** What nobody has changed on a live group is as it was at first. */
function extrasFault(
  { name, hooks, policies, scheduledActions }: GroupRecord,
  { plan: { fleet }, blueChanges }: CheckerInput,
): string | undefined {
  const changed = new Set(blueChanges.map(({ what }) => what));
  const wrong = ([kind, found, first]: readonly [string, Iterable<string>, readonly string[]]) => {
    const unchanged = (names: Iterable<string>): string =>
      [...names]
        .filter((each) => !changed.has(`${kind} ${each}`))
        .sort()
        .join();
    return unchanged(found) === unchanged(first) ? [] : `${kind}s of ${name}: ${unchanged(found) || "none"}`;
  };
  const [fault] = [
    ["lifecycle hook", hooks.keys(), fleet.hooks ? FIRST_HOOKS : []] as const,
    ["scaling policy", policies.keys(), fleet.scalingPolicy ? ["cpu"] : []] as const,
    ["scheduled action", scheduledActions.keys(), fleet.schedule ? ["night"] : []] as const,
  ].flatMap(wrong);
  return fault;
}

function pinFault(
  { name, launchTemplate }: GroupRecord,
  { exempted, view }: CheckerInput,
): string | undefined {
  const live = [...view.generations.values()].find(({ group }) => group === name);
  const version = launchTemplate?.version;
  return !exempted.has("template") && version !== String(live?.template.version)
    ? `${name} launches from version ${version}`
    : undefined;
}

/** All of the fleet's weight is on the live generation, whose servers alone are in its target group. */
function trafficFault(input: CheckerInput): string | undefined {
  const { plan, world, account, exempted } = input;
  const [live] = inState(input, "live");
  if (live === undefined || plan.fleet.strategy === "none" || exempted.has("traffic") || exempted.has("live"))
    return undefined;
  if (unsettled(input).length > 0) return undefined;
  const carrying = carryingNow(world, account, plan.fleet);
  if (!isAlone(carrying, carriersOf(live, plan.fleet)))
    return `traffic is on ${[...carrying].join(" and ") || "nothing"}`;
  return strayTarget(live, input);
}

/** What a person puts back of a retained generation stays theirs; that they are told is `spoken`'s. */
function strayTarget(live: Generation, input: CheckerInput): string | undefined {
  const { plan, world, account } = input;
  const isShared = plan.fleet.strategy === "target-group";
  const arns = isShared ? account.targetGroups.slice(0, 1) : targetGroupsOf(live);
  const members = world.state.groups.get(live.group)?.instances;
  for (const arn of arns) {
    const targets = [...(world.state.targetGroups.get(arn)?.targets.values() ?? [])];
    const theirs = isShared ? [] : retainedIn(arn, input);
    const stray = targets.find(
      ({ id, drainingSince }) => drainingSince === null && !members?.has(id) && !theirs.includes(id),
    );
    if (stray) return `${stray.id} is in the target group and not in ${live.group}`;
  }
  return undefined;
}
