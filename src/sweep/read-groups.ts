import { describeGroups, describeTaggedGroups, type Group } from "../aws/auto-scaling/auto-scaling.ts";
import type { Generation } from "../domain/generation.ts";
import type { SweepContext } from "./context.ts";

/** By name, all groups that moult made, and those that it adopted, which carry no tag of it: one call for a hundred. */
export async function readGroups(
  generations: readonly Generation[],
  { aws }: { readonly aws: Pick<SweepContext["aws"], "autoScaling"> },
): Promise<ReadonlyMap<string, Group>> {
  const tagged = await describeTaggedGroups(aws.autoScaling, "moult:fleet");
  const standing = generations.filter(({ state }) => state !== "gone");
  const untagged = standing.map(({ group }) => group).filter((name) => !tagged.has(name));
  return new Map([...tagged, ...(await describeGroups(aws.autoScaling, untagged))]);
}
