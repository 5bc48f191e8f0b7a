import { activitiesSince, describeGroups } from "../../aws/auto-scaling/auto-scaling.ts";
import type { GateVerdict } from "../../domain/gate.ts";
import { DEATHS_WITHIN_SECONDS, judgeServers } from "../../domain/rollout-decisions/judge-servers.ts";
import { greenOf, type Work } from "../work.ts";

/** How a failed watch ends the rollout: with or without the image in quarantine, and by which name. */
interface Ending {
  readonly imageAtFault: boolean;
  readonly error?: string;
}

export type PullVerdict = GateVerdict & { readonly ending?: Ending };

/**
 * Judges a green that no target group checks, by its group and what that did since green is watched: two calls, however
 * many servers there are.
 */
export async function judgePulling(work: Work<"autoScaling">): Promise<PullVerdict> {
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
  return { ...judged, ending: { imageAtFault, ...(error && { error }) } };
}

const goneVerdict = (name: string): PullVerdict => ({
  gate: "servers",
  verdict: "fail",
  reason: `green's group ${name} is gone: somebody deleted it`,
  value: "no group",
  threshold: "a group",
  since: null,
  ending: { imageAtFault: false },
});
