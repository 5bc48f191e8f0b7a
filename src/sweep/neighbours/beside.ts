import type { Group } from "../../aws/auto-scaling/auto-scaling.ts";
import { namedInTraffic } from "../../domain/declaration/shared-traffic.ts";
import type { Fleet } from "../../domain/declaration/fleet.ts";
import type { Generation } from "../../domain/generation.ts";
import { groupControllers } from "../../domain/group/group-owners.ts";
import type { Found } from "../../domain/outbox/outbox.ts";
import { groupShared, trafficShared } from "../../rollout/neighbours/other-fleets.ts";

/** A fleet with its generations. */
interface Declared {
  readonly declared: Pick<Fleet, "fleet" | "traffic">;
  readonly generations: readonly Generation[];
}

/** What others may have of a fleet's, too. */
export interface StandingFleet {
  readonly fleet: string;
  readonly traffic: Fleet["traffic"];
  readonly generations: readonly Pick<Generation, "number" | "state" | "group">[];
}

/** No more of a fleet than that: the sweep remembers all of them. */
export const standingOf = ({ declared: { fleet, traffic }, generations }: Declared): StandingFleet => ({
  fleet,
  traffic,
  generations: generations.map(({ number, state, group }) => ({ number, state, group })),
});

/** Answers the fleets that name one of these ARNs in their traffic, or have this group. */
export type BesideIndex = (arns: readonly string[], group: string | undefined) => readonly StandingFleet[];

/** Finds them without a look at each fleet for each other fleet. */
export function besideIndex(all: readonly StandingFleet[]): BesideIndex {
  const by = new Map<string, StandingFleet[]>();
  const add = (name: string, fleet: StandingFleet): void =>
    void by.set(name, [...(by.get(name) ?? []), fleet]);
  for (const fleet of all) {
    for (const { arn } of namedInTraffic(fleet.traffic)) add(arn, fleet);
    for (const { group } of fleet.generations) add(group, fleet);
  }
  return (arns, group) => [
    ...new Set([...arns, ...(group === undefined ? [] : [group])].flatMap((name) => by.get(name) ?? [])),
  ];
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
  index: BesideIndex,
  groups: ReadonlyMap<string, Group>,
): Found[] {
  const { fleet, traffic } = declared;
  const live = generations.find(({ state }) => state === "live");
  const arns = namedInTraffic(traffic).map(({ arn }) => arn);
  const others = index(arns, live?.group).filter((each) => each.fleet !== fleet);
  const said = [
    ...trafficShared(declared, others).map(({ why }) => why),
    ...others.flatMap((other) => groupShared(live?.group, other)),
    ...controllers(live && groups.get(live.group)),
  ];
  return said.map((reason) => irregularityOf(fleet, reason, reason));
}

const controllers = (group: Group | undefined): string[] =>
  group === undefined ? [] : groupControllers(group, []).map(({ place, why }) => `${place}: ${why}`);
