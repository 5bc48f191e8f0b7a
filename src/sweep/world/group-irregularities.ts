import type { Group } from "../../aws/auto-scaling/auto-scaling.ts";
import type { Generation } from "../../domain/generation.ts";
import type { Hold, RolloutRecord } from "../../domain/run/rollout.ts";

/** A fleet that nothing changes now: what the ledger says of it. */
export interface Resting {
  readonly fleet: string;
  readonly generations: readonly Generation[];
  /** All of them have ended. */
  readonly rollouts: readonly RolloutRecord[];
  /** Numbers of the generations that a retirement takes down. */
  readonly retiring: readonly number[];
}

/** The rollout that needs a person: both its generations are kept, and traffic may be on either; undefined: there is none. */
export const unsettledRollout = ({ rollouts }: Pick<Resting, "rollouts">): RolloutRecord | undefined =>
  rollouts.find(({ outcome }) => outcome === "needs-person");

/** What the fleet's generations and the groups that exist do not agree on, in words. */
export function groupIrregularities(resting: Resting, groups: ReadonlyMap<string, Group>): string[] {
  return [
    ...generationIrregularities(resting, groups),
    ...orphanIrregularities(resting, groups),
    ...heldIrregularities(resting, groups),
  ];
}

function generationIrregularities(resting: Resting, groups: ReadonlyMap<string, Group>): string[] {
  const { generations, retiring } = resting;
  const unsettled = unsettledRollout(resting);
  const explained = [...retiring, unsettled?.green, unsettled?.blue];
  const live = generations.filter(({ state }) => state === "live");
  const stray = generations.filter(
    ({ state, number }) => (state === "launching" || state === "retiring") && !explained.includes(number),
  );
  return [
    ...(live.length > 1
      ? [`generations ${live.map(({ number }) => number).join(" and ")} are both live`]
      : []),
    ...live
      .filter(({ group }) => !groups.has(group))
      .map(({ number, group }) => `live generation ${number}'s group ${group} is gone`),
    ...stray
      .filter(({ group }) => groups.has(group))
      .map(
        ({ number, group, state }) =>
          `group ${group} of generation ${number} still exists, ${state}, and no rollout runs`,
      ),
  ];
}

/** Groups with the fleet's tag that are no generation of it (any more). One that is being deleted is on its way. */
function orphanIrregularities({ fleet, generations }: Resting, groups: ReadonlyMap<string, Group>): string[] {
  const standing = new Set(generations.filter(({ state }) => state !== "gone").map(({ group }) => group));
  return [...groups.values()]
    .filter(({ name, tags, deleting }) => tags["moult:fleet"] === fleet && !deleting && !standing.has(name))
    .map(({ name }) => `group ${name} has the fleet's tag moult:fleet and is no generation of it`);
}

/** What an ended rollout held on a live group and did not give back. */
function heldIrregularities(
  { generations, rollouts }: Resting,
  groups: ReadonlyMap<string, Group>,
): string[] {
  return rollouts.flatMap(({ id, holds }) =>
    holds.flatMap((hold) => {
      const group = groups.get(hold.group);
      const live = generations.some((each) => each.state === "live" && each.group === hold.group);
      const left = group === undefined || !live ? null : leftOver(hold, group);
      return left === null ? [] : [`rollout ${id} has ended and left ${left} of ${hold.group}`];
    }),
  );
}

/** What of a hold is still in force, in words; null: nothing, or somebody else has changed it since. */
function leftOver({ kind, originalMin, heldMin, processes }: Hold, group: Group): string | null {
  if (kind === "minimum") {
    const held = heldMin !== originalMin && group.minSize === heldMin;
    return held ? `the minimum held at ${heldMin} (it was ${originalMin})` : null;
  }
  const suspended = processes.filter((name) => group.suspendedProcesses.includes(name));
  return suspended.length === 0 ? null : `${suspended.join(", ")} suspended`;
}
