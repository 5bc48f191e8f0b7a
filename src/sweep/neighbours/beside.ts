import type { Group } from "../../aws/auto-scaling/auto-scaling.ts";
import type { Fleet } from "../../domain/declaration/fleet.ts";
import { sharedTraffic } from "../../domain/declaration/shared-traffic.ts";
import type { Generation } from "../../domain/generation.ts";
import { groupControllers } from "../../domain/group/group-owners.ts";
import type { Found } from "../../domain/outbox/outbox.ts";

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
  const { fleet, traffic } = declared;
  const live = generations.find(({ state }) => state === "live");
  const others = all.filter((each) => each.declared.fleet !== fleet);
  const said = [
    ...others.flatMap((other) =>
      sharedTraffic(traffic, other.declared.traffic).map(
        ({ arn }) =>
          `${arn} is fleet ${other.declared.fleet}'s, too, and each would move the other's traffic: give each fleet its own`,
      ),
    ),
    ...others.flatMap((other) => sharedGroup(live, other)),
    ...controllers(live && groups.get(live.group)),
  ];
  return said.map((reason) => irregularityOf(fleet, reason, reason));
}

const sharedGroup = (live: Generation | undefined, other: Declared): string[] =>
  other.generations
    .filter(({ state, group }) => state !== "gone" && group === live?.group)
    .map(
      ({ number, group }) =>
        `group ${group} is generation ${number} of fleet ${other.declared.fleet}, too: a group serves one fleet, so release one of both (moult fleet release)`,
    );

const controllers = (group: Group | undefined): string[] =>
  group === undefined ? [] : groupControllers(group, []).map(({ place, why }) => `${place}: ${why}`);
