import { describeGroups, type Group } from "../../aws/auto-scaling/auto-scaling.ts";
import { healthInEach } from "../../aws/elbv2/elbv2.ts";
import { undefinedIfNotFound } from "../../aws/undefined-if-not-found.ts";
import { type Generation, targetGroupsOf } from "../../domain/generation.ts";
import { sideAsServed } from "../../domain/rollout-decisions/side-as-served.ts";
import { leastHealthy } from "../../domain/traffic-pairs/health-in-pairs.ts";
import type { Side } from "../../domain/run/rollout.ts";
import { isQuarantined } from "../../ledger/image-verdicts.ts";
import { isReleased } from "../is-released.ts";
import { readTraffic } from "../traffic/traffic.ts";
import type { Work } from "../work.ts";

type Services = "autoScaling" | "elbv2";

/** The side that is kept, or why it cannot be that one, in words. */
type Kept = { readonly keep: Side } | { readonly fault: string };

/** Whether a person's choice can be carried out in the world as it is. */
export async function personsSide(keep: Side, work: Work<Services>): Promise<Kept> {
  const { blue, green } = await readSides(work);
  const { fleet } = work.run();
  if (isReleased(work.run()) && keep === "blue")
    return {
      fault: `blue has been released and goes: moult settle ${fleet} --keep green --reason <text> ends it`,
    };
  if (keep === "blue" && work.blue !== null && blue === undefined)
    return {
      fault: `blue is gone (${work.blue.group}): moult settle ${fleet} --keep green --reason <text> ends it`,
    };
  if (keep === "green" && green === undefined)
    return { fault: `green is gone, or goes: moult settle ${fleet} --keep blue --reason <text> ends it` };
  const { imageTo } = work.run();
  if (keep === "green" && (await isQuarantined(work.context.ledger, imageTo, fleet)))
    return {
      fault: `green's image ${imageTo} is in quarantine: moult quarantine lift ${imageTo} --fleet ${fleet} --reason <text> lets it out, then settle again`,
    };
  return { keep };
}

/** The side that most users are served by now. */
export async function servedSide(work: Work<Services>): Promise<Kept> {
  const { blue, green } = await readSides(work);
  if (isReleased(work.run())) return { keep: "green" };
  if (green === undefined) return { keep: "blue" };
  const { reading, traffic } = await readTraffic(work);
  if ("unreadable" in reading && traffic.kind !== "nothing")
    return { fault: `where its traffic is cannot be read: ${reading.unreadable}` };
  const percent = "percent" in reading && traffic.kind !== "nothing" ? reading.percent : null;
  const [ofBlue, ofGreen] = await Promise.all([
    answering(blue, work.blue, work),
    answering(green, work.green, work),
  ]);
  return { keep: sideAsServed({ percent, blue: ofBlue, green: ofGreen }) };
}

/** The groups that stand; one that was taken to zero goes, whatever is left in it. */
async function readSides(work: Work<Services>): Promise<{
  readonly blue: Group | undefined;
  readonly green: Group | undefined;
}> {
  const names = [work.blue?.group, work.green?.group].filter((name) => name !== undefined);
  const groups = await describeGroups(work.context.aws.autoScaling, names);
  const of = (name: string | undefined): Group | undefined => {
    const group = groups.get(name ?? "");
    const goes = group?.deleting === true || work.run().removals[name ?? ""]?.toZeroAt != null;
    return goes ? undefined : group;
  };
  return { blue: of(work.blue?.group), green: of(work.green?.group) };
}

/** Servers that the load balancer calls healthy; without one, those in service. Null: the group is not there. */
async function answering(
  group: Group | undefined,
  generation: Generation | null | undefined,
  work: Work<Services>,
): Promise<number | null> {
  if (group === undefined) return null;
  const { source } = work.strategy;
  const targetGroups =
    source.kind === "attachments" ? [source.targetGroup] : generation ? targetGroupsOf(generation) : [];
  if (source.kind === "nothing" || targetGroups.length === 0)
    return group.instances.filter(({ lifecycleState }) => lifecycleState === "InService").length;
  const own = new Set(group.instances.map(({ id }) => id));
  const targets = await undefinedIfNotFound(healthInEach(work.context.aws.elbv2, targetGroups));
  return targets ? leastHealthy(targets, own) : 0;
}
