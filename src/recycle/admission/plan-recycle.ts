import { describeGroups, type Group } from "../../aws/auto-scaling/auto-scaling.ts";
import { describeImages } from "../../aws/ec2/ec2.ts";
import type { Start } from "../../domain/decide/decide.ts";
import type { Fleet } from "../../domain/declaration/fleet.ts";
import type { Generation } from "../../domain/generation.ts";
import { batchSize } from "../../domain/recycle/batch-size.ts";
import type { DueServer } from "../../domain/recycle/due-servers.ts";
import { groupRefusals } from "../../domain/recycle/group-refusal.ts";
import type { LeftOut } from "../../domain/recycle/left-out.ts";
import { imageFault } from "../../domain/rollout-decisions/image-fault.ts";
import { refreshReason } from "../../rollout/neighbours/refresh-reason.ts";
import type { StepContext } from "../../step/step.ts";
import { boughtBy, spotInstead } from "./on-demand.ts";
import { leftServers } from "./left-servers.ts";

/** SendCommand takes fifty servers by name (aws-facts 1.5): no batch is larger. */
const MOST_AT_ONCE = 50;

/** What of a decision can be carried out. */
interface RecyclePlan {
  readonly group: Group;
  readonly queue: readonly DueServer[];
  readonly left: readonly LeftOut[];
  readonly atOnce: number;
}

/** Looks at the group, the image and the servers; or says why none of it can be, in words. */
export async function planRecycle(
  fleet: Fleet,
  live: Generation,
  servers: NonNullable<Start["servers"]>,
  context: StepContext<"ec2" | "autoScaling">,
): Promise<RecyclePlan | { readonly refused: string }> {
  const { ec2, autoScaling } = context.aws;
  const [groups, images] = await Promise.all([
    describeGroups(autoScaling, [live.group]),
    describeImages(ec2, [live.image]),
  ]);
  const group = groups.get(live.group);
  if (group === undefined)
    return { refused: `group ${live.group} of generation ${live.number} does not exist (any more)` };
  const image = images.get(live.image);
  const refusals = [
    imageFault(live.image, image, image),
    ...groupRefusals(group, live.template.version),
    await refreshReason(live.group, context),
  ].filter((each) => each !== null);
  if (refusals.length > 0) return { refused: refusals.join("; ") };
  const ids = servers.map(({ id }) => id);
  const bought = await boughtBy(group, context);
  const said = await leftServers(ids, group, context);
  const others = ids.filter((id) => said.every(({ server }) => server !== id));
  const left = [...said, ...spotInstead(others, bought, context.clock.now())];
  const queue = servers.filter(({ id }) => left.every(({ server }) => server !== id));
  const atOnce = Math.min(MOST_AT_ONCE, batchSize(fleet.budget?.atOnce, group.desired));
  return { group, queue, left, atOnce };
}
