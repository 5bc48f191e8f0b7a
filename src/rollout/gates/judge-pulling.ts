import { activitiesSince, describeGroups } from "../../aws/auto-scaling/auto-scaling.ts";
import { besideBlue } from "../../domain/blame/beside-blue.ts";
import type { GateVerdict } from "../../domain/gate.ts";
import { DEATHS_WITHIN_SECONDS, judgeServers } from "../../domain/rollout-decisions/judge-servers.ts";
import type { BlueSide } from "./blue/blue-side.ts";
import { greenOf, type Work } from "../work.ts";

/**
 * Judges a green that no target group checks, by its group and what that did since green is watched, and where it is not well
 * beside blue: two calls each, however many servers there are.
 */
export async function judgePulling(
  work: Work<"autoScaling">,
  blue: Pick<BlueSide<"autoScaling">, "view">,
): Promise<GateVerdict> {
  const green = await judgeGroup(work);
  if (green.verdict === "pass" || green.ending?.imageAtFault === false) return green;
  const view = await blue.view();
  if (view === null) return green;
  const ofBlue = await judgeGroup(view.work);
  return besideBlue(green, { ...ofBlue, reason: ofBlue.reason.replaceAll("green's", "blue's") });
}

async function judgeGroup(work: Work<"autoScaling">): Promise<GateVerdict> {
  const { autoScaling } = work.context.aws;
  const { group: name } = greenOf(work);
  await work.reach("watched");
  const group = (await describeGroups(autoScaling, [name])).get(name);
  if (group === undefined || group.deleting) return goneVerdict(name);
  const now = work.now();
  const since = Math.max(work.run().milestones.watched ?? now, now - DEATHS_WITHIN_SECONDS * 1000);
  const { imageAtFault, error, ...judged } = judgeServers({
    inService: group.instances.filter(({ lifecycleState }) => lifecycleState === "InService").length,
    size: work.run().size,
    floorPercent: work.fleet.capacity.floor,
    activities: await activitiesSince(autoScaling, name, since),
    now,
  });
  const isSaid = judged.verdict === "fail" || error !== undefined;
  return { ...judged, ...(isSaid && { ending: { imageAtFault, ...(error && { error }) } }) };
}

const goneVerdict = (name: string): GateVerdict => ({
  gate: "servers",
  verdict: "fail",
  reason: `green's group ${name} is gone: somebody deleted it`,
  value: "no group",
  threshold: "a group",
  since: null,
  ending: { imageAtFault: false },
});
