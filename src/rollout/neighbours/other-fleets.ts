import type { Fleet } from "../../domain/declaration/fleet.ts";
import { sharedTraffic } from "../../domain/declaration/shared-traffic.ts";
import { type Fault, faultWhen } from "../../domain/neighbours/fault.ts";
import type { Generation } from "../../domain/generation.ts";
import type { Tagged } from "../../domain/group/group-owners.ts";
import { listFleets } from "../../ledger/fleets.ts";
import type { Ledger } from "../../ledger/ledger.ts";

/** What of a fleet's traffic these other fleets declare for their own. */
export const trafficShared = (
  { traffic }: Pick<Fleet, "traffic">,
  others: readonly Pick<Fleet, "fleet" | "traffic">[],
): Fault[] =>
  others.flatMap((other) =>
    sharedTraffic(traffic, other.traffic).map(({ path, arn }) => ({
      place: path.join("."),
      why: `${arn} is fleet ${other.fleet}'s, too, and each would move the other's traffic: give each fleet its own`,
    })),
  );

/** Each pins versions of its own, and no fleet deletes another's; but the default version is everybody's. */
export function templateShared({ template }: Pick<Fleet, "template">, others: readonly Fleet[]): Fault[] {
  const names = others.flatMap((other) => (other.template === template ? [other.fleet] : []));
  const whose = `fleet${names.length === 1 ? "" : "s"} ${names.sort().join(", ")}`;
  const why = `${template} is the template of ${whose}, too: a new default version of it is rolled out to all of them`;
  return faultWhen(names.length > 0, "template", why);
}

/** The generations, of another fleet's, that have the group for their own. */
export const holdersOf = <G extends Pick<Generation, "state" | "group">>(
  group: string | undefined,
  generations: readonly G[],
): readonly G[] => generations.filter((each) => each.state !== "gone" && each.group === group);

/** What is to be said of a fleet's group that another fleet has, too. */
export const groupShared = (
  group: string | undefined,
  {
    fleet,
    generations,
  }: {
    readonly fleet: string;
    readonly generations: readonly Pick<Generation, "number" | "state" | "group">[];
  },
): string[] =>
  holdersOf(group, generations).map(
    ({ number }) =>
      `group ${group} is generation ${number} of fleet ${fleet}, too: a group serves one fleet, so release one of both (moult fleet release)`,
  );

/** A group that says by its tag that it is another fleet's. */
export function taggedElsewhere(fleet: string, { name, tags }: Tagged): Fault[] {
  const tagged = tags["moult:fleet"] ?? fleet;
  const why = `its tag moult:fleet says that it belongs to ${tagged}: remove the tag if that fleet is no more`;
  return faultWhen(tagged !== fleet, `group ${name}`, why);
}

/** What all other fleets declare: one query. A declaration that cannot be read is told of by the sweep, and stops no other fleet. */
export async function otherDeclarations(fleet: string, ledger: Ledger): Promise<Fleet[]> {
  const { fleets } = await listFleets(ledger);
  return fleets.map((each) => each.fleet).filter((each) => each.fleet !== fleet);
}
