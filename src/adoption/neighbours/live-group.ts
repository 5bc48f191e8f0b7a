import { describeGroups, type Group, groupExtras } from "../../aws/auto-scaling/auto-scaling.ts";
import type { Fleet } from "../../domain/declaration/fleet.ts";
import type { Generation } from "../../domain/generation.ts";
import { uncopyable } from "../../domain/group/group-blueprint.ts";
import { groupControllers } from "../../domain/group/group-owners.ts";
import { mayBeTargets } from "../../domain/traffic-pairs/may-be-targets.ts";
import { listGenerations } from "../../ledger/generations.ts";
import { refreshReason } from "../../rollout/neighbours/refresh-reason.ts";
import type { StepContext } from "../../step/step.ts";
import type { Examined } from "../../domain/neighbours/fault.ts";
import { foreignServers } from "../../rollout/neighbours/foreign-servers.ts";
import { warningsBeside } from "../../rollout/neighbours/warnings.ts";

type Context = StepContext<"autoScaling" | "ec2" | "elbv2">;

/**
 * What stands against replacing the group that a fleet has by now, and who is beside it; of a fleet that has none, what is beside
 * its template. A refresh passes, so it is a warning: no rollout begins while it goes on.
 */
export async function examineLive(fleet: Fleet, context: Context): Promise<Examined> {
  const standing = (await listGenerations(context.ledger, fleet.fleet))
    .map(({ generation }) => generation)
    .filter(({ state }) => state !== "gone");
  const groups = await describeGroups(
    context.aws.autoScaling,
    standing.map(({ group }) => group),
  );
  const group = liveOf(standing, groups);
  const own = mayBeTargets(standing).flatMap(({ group: name }) => groups.get(name) ?? []);
  const beside = await warningsBeside(fleet, group, context);
  if (group === undefined) return { faults: [], warnings: beside };
  const place = `group ${group.name}`;
  const [extras, foreign, refresh] = await Promise.all([
    groupExtras(context.aws.autoScaling, group.name),
    foreignServers(fleet.traffic, own, context),
    refreshReason(group.name, context),
  ]);
  const faults = [
    ...uncopyable(group.raw, extras).map(({ what, why }) => ({ place: `${place}: ${what}`, why })),
    ...groupControllers(group, extras.hooks),
    ...foreign,
  ];
  return { faults, warnings: [...(refresh === null ? [] : [{ place, why: refresh }]), ...beside] };
}

function liveOf(standing: readonly Generation[], groups: ReadonlyMap<string, Group>): Group | undefined {
  const live = standing.find(({ state }) => state === "live");
  return live && groups.get(live.group);
}
