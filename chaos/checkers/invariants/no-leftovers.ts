import type { GroupRecord } from "../../../simulator/services/auto-scaling/state.ts";
import { type Generation, targetGroupsOf } from "../../../src/domain/generation.ts";
import {
  heldLeases,
  openRecycles,
  openRetirements,
  openRollouts,
  unsettledRollout,
} from "../../world/ledger-view.ts";
import { carriersOf, carryingNow, isAlone } from "../carrying.ts";
import type { CheckerInput } from "../checker-input.ts";
import { ownFault } from "../causes/own-fault.ts";
import { isHalted } from "../leftovers/halted-schedule.ts";
import { copyFault } from "../leftovers/copy-fault.ts";
import { excused } from "../exemptions.ts";
import { interfered } from "../interference.ts";
import { servesNow } from "../declared/scheduled.ts";
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

/** A rollout that waits for somebody to give back what they took has not ended; it was judged to say so. */
function isStuck(input: CheckerInput): boolean {
  const isOpen = openRollouts(input.view).length > 0;
  return excused(
    "no-leftovers: a rollout from which somebody took what it needs",
    isOpen && interfered(input, "stuck"),
  );
}

function ledgerFault(input: CheckerInput): string | undefined {
  const { view } = input;
  if (isStuck(input)) return undefined;
  const [open] = openRollouts(view);
  if (open)
    return `rollout ${open.id} has not ended: ${open.phase}, ${open.waiting?.reason ?? "nothing awaited"}`;
  const [recycle] = openRecycles(view);
  if (recycle)
    return `recycle ${recycle.id} has not ended: ${recycle.phase}, ${recycle.waiting?.reason ?? "nothing awaited"}`;
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

/** Generations that a rollout which needs a person has left standing, or one that waits for somebody. */
function unsettled(input: CheckerInput): Generation[] {
  const { view } = input;
  const stuck = isStuck(input) ? openRollouts(view)[0] : undefined;
  const { blue, green } = stuck ?? unsettledRollout(view) ?? {};
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
  const theirs = input.strangers?.names;
  const orphan = found.find(
    ({ name }) => !kept.has(name) && !left.includes(name) && theirs?.has(name) !== true,
  );
  if (orphan) return `group ${orphan.name} is left, with ${orphan.instances.size} servers`;
  const missing = [...kept].find((name) => !found.some((group) => group.name === name));
  const isDeleted = missing !== undefined && interfered(input, "live", { object: missing });
  return missing !== undefined && !excused("no-leftovers: a group that somebody deleted", isDeleted)
    ? `group ${missing} is gone`
    : undefined;
}

function serverFault({ world }: CheckerInput): string | undefined {
  const members = new Set([...world.state.groups.values()].flatMap(({ instances }) => [...instances.keys()]));
  const stray = [...world.state.instances.values()].find(
    ({ id, state }) => (state === "running" || state === "pending") && !members.has(id),
  );
  return stray && `server ${stray.id} is in no group`;
}

function versionFault(input: CheckerInput): string | undefined {
  const { world, account, theirVersions } = input;
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
  const { plan, world, othersSizes } = input;
  const [live] = inState(input, "live");
  const group = live && world.state.groups.get(live.group);
  if (live === undefined || group === undefined || unsettled(input).length > 0) return undefined;
  const { minSize, desiredCapacity } = group;
  const isTheirs = (sizes: ReadonlySet<number>, size: number): boolean =>
    excused("no-leftovers: a size that somebody gave", sizes.has(size));
  if (minSize !== plan.fleet.minimum && !isTheirs(othersSizes.minimum, minSize))
    return `MinSize of ${live.group} is ${minSize}`;
  const scheduled = servesNow(input);
  const isKept = desiredCapacity < scheduled && isHalted(live, scheduled, input.view);
  if (
    desiredCapacity !== scheduled &&
    !isTheirs(othersSizes.desired, desiredCapacity) &&
    !excused("no-leftovers: servers that a schedule asks for of an image in quarantine", isKept)
  )
    return `${live.group} is of ${desiredCapacity} servers`;
  const serve = [...group.instances.values()].filter(
    ({ lifecycleState }) => lifecycleState === "InService",
  ).length;
  const isLacking = serve < desiredCapacity && mayLackServers(live, group, input);
  if (
    serve < desiredCapacity &&
    !excused("no-leftovers: servers that cannot be launched or do not stay", isLacking)
  )
    return `${serve} of ${group.desiredCapacity} servers of ${live.group} are in service`;
  return copyFault(group, input);
}

/** So long a group takes to replace a server that was lost. */
const REPLACED_MS = 900_000;

/** Servers of it cannot be launched, do not stay well by their image, are kept by somebody, or were lost a moment ago. */
function mayLackServers({ image, template }: Generation, group: GroupRecord, input: CheckerInput): boolean {
  const { state, now } = input.world;
  const isThere = state.launchTemplates.get(template.id)?.versions.has(template.version) === true;
  const { strategy, declaration } = input.plan.fleet;
  const asked = { strategy, deadlines: declaration.deadlines };
  const isWell = ownFault(state.images.get(image), asked) === undefined;
  const isKept = group.suspended.size > input.plan.fleet.suspended.length;
  const states = [...group.instances.values()].map(({ lifecycleState }) => lifecycleState);
  const isLost = [...input.serving.members(group.name)].some(
    (id) => now() - input.trouble.lastAt(id) < REPLACED_MS,
  );
  return !isThere || !isWell || isKept || isLost || states.includes("Standby");
}

/** All of the fleet's weight is on the live generation, whose servers alone are in its target group. */
function trafficFault(input: CheckerInput): string | undefined {
  const { plan, world, account } = input;
  const [live] = inState(input, "live");
  if (live === undefined || plan.fleet.strategy === "none" || unsettled(input).length > 0) return undefined;
  if (
    excused("no-leftovers: a group that somebody deleted", interfered(input, "live", { object: live.group }))
  )
    return undefined;
  const carrying = carryingNow(world, account, plan.fleet);
  const isMoved = excused("no-leftovers: weights that somebody moved", interfered(input, "traffic"));
  if (!isMoved && !isAlone(carrying, carriersOf(live, plan.fleet)))
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
      ({ id, drainingSince }) =>
        drainingSince === null &&
        !members?.has(id) &&
        !excused("no-leftovers: a retained server that somebody put back", theirs.includes(id)),
    );
    if (stray) return `${stray.id} is in the target group and not in ${live.group}`;
  }
  return undefined;
}
