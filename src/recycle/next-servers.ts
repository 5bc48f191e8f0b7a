import type { Group } from "../aws/auto-scaling/auto-scaling.ts";
import { isolatingNow } from "../domain/access/login.ts";
import { chooseBatch, type DueServer } from "../domain/recycle/choose-batch.ts";
import { withoutShortage } from "../domain/recycle/on-demand.ts";
import { readAllowances } from "../ledger/found/access-allowed.ts";
import { boughtBy, spotInstead } from "./admission/on-demand.ts";
import { leftServers } from "./admission/left-servers.ts";
import { leaveAlone } from "./leave-alone.ts";
import type { RecycleWork } from "./recycle-step.ts";

const JUST_ADMITTED_MS = 30_000;

/** The servers of the queue that are replaced next; who has come to be left alone since is named, and out of the queue. */
export async function nextServers(
  group: Group,
  work: RecycleWork<"autoScaling" | "ec2">,
): Promise<readonly DueServer[]> {
  const { queue, atOnce, startedAt } = work.run();
  // Admit has looked a moment ago; before they leave they are looked at again.
  const isNew = work.now() - startedAt < JUST_ADMITTED_MS;
  const ids = queue.map(({ id }) => id);
  const bought = await boughtBy(group, work.context);
  const found = isNew
    ? []
    : [...(await leftServers(ids, group, work.context)), ...spotInstead(ids, bought, work.now())];
  if (found.length > 0) {
    await leaveAlone(found, work);
    const rest = queue.filter(({ id }) => found.every(({ server }) => server !== id));
    await work.update({ queue: rest });
  }
  const members = new Map(group.instances.map((each) => [each.id, each]));
  const due = work.run().queue.map((each) => ({ ...each, zone: members.get(each.id)?.zone ?? "" }));
  const chosen = chooseBatch(due, { atOnce, inZone: zonesOf(group) });
  const next = bought === null ? chosen : withoutShortage(chosen, bought);
  const isolating = isolatingNow(
    await readAllowances(work.context.ledger, work.fleet.fleet),
    next.map(({ id }) => id),
    work.now(),
  );
  // Who is looked into for hours keeps nobody else out of traffic.
  return isolating === undefined ? next : next.filter(({ id }) => id === isolating.server);
}

function zonesOf(group: Group): ReadonlyMap<string, number> {
  const zones = new Map<string, number>();
  for (const { zone, lifecycleState } of group.instances)
    if (lifecycleState === "InService") zones.set(zone, (zones.get(zone) ?? 0) + 1);
  return zones;
}
