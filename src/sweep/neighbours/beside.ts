import type { Group } from "../../aws/auto-scaling/auto-scaling.ts";
import type { Fleet } from "../../domain/declaration/fleet.ts";
import type { Generation } from "../../domain/generation.ts";
import { groupControllers } from "../../domain/group/group-owners.ts";
import type { Found } from "../../domain/outbox/outbox.ts";
import { groupShared, trafficShared } from "../../rollout/neighbours/other-fleets.ts";

/** A fleet with its generations. */
export interface Declared {
  readonly declared: Fleet;
  readonly generations: readonly Generation[];
}

/** Something about a fleet that nobody but a person mends. */
export const irregularityOf = (fleet: string, key: string, reason: string): Found => ({
  key,
  kind: "irregularity",
  reason,
  commands: [`moult fleet validate <file> --against-account`, `moult history ${fleet}`],
});

/** Who else has what is the fleet's, by the ledger and by the tags of its group: takes no call. */
export function foundBeside(
  { declared, generations }: Declared,
  all: readonly Declared[],
  groups: ReadonlyMap<string, Group>,
): Found[] {
  const { fleet } = declared;
  const live = generations.find(({ state }) => state === "live");
  const others = all.filter((each) => each.declared.fleet !== fleet);
  const said = [
    ...trafficShared(
      declared,
      others.map((other) => other.declared),
    ).map(({ why }) => why),
    ...others.flatMap((other) =>
      groupShared(live?.group, { fleet: other.declared.fleet, generations: other.generations }),
    ),
    ...controllers(live && groups.get(live.group)),
  ];
  return said.map((reason) => irregularityOf(fleet, reason, reason));
}

const controllers = (group: Group | undefined): string[] =>
  group === undefined ? [] : groupControllers(group, []).map(({ place, why }) => `${place}: ${why}`);
