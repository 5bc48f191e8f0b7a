import {
  deleteGroupTags,
  describeGroups,
  type Group,
  resizeGroup,
  resumeProcesses,
} from "../../aws/auto-scaling/auto-scaling.ts";
import { deleteTags } from "../../aws/ec2/ec2-tags.ts";
import type { Hold } from "../../domain/run/rollout.ts";
import type { StepContext } from "../../step/step.ts";

type Context = StepContext<"autoScaling" | "ec2">;

/**
 * Takes from a group all that moult has put on it: what an ended rollout held and did not give back, and the tags of its own, on
 * the servers, too. A group that is gone has none. Its servers, hooks and policies stay as they are.
 */
export async function takeOff(name: string, holds: readonly Hold[], context: Context): Promise<void> {
  const { autoScaling, ec2 } = context.aws;
  const group = (await describeGroups(autoScaling, [name])).get(name);
  if (group === undefined) return;
  for (const hold of holds) await giveBack(hold, group, context);
  const keys = Object.keys(group.tags).filter((key) => key.startsWith("moult:"));
  if (keys.length > 0)
    await context.withReason(`${name} is moult's no more`, null, () =>
      deleteGroupTags(autoScaling, name, keys),
    );
  // Read anew: a server that was launched meanwhile has got what the group gave it until then.
  const servers = (await describeGroups(autoScaling, [name])).get(name)?.instances ?? [];
  const own = new Set([...keys, ...OWN_TAGS]);
  if (servers.length > 0)
    await context.withReason(`the servers of ${name} are moult's no more`, null, () =>
      deleteTags(
        ec2,
        servers.map(({ id }) => id),
        [...own],
      ),
    );
}

/** That every server of a generation carries, or carried where somebody took them from its group. */
const OWN_TAGS = ["moult:fleet", "moult:generation", "moult:rollout"];

/** Anything but what moult made is somebody else's. */
async function giveBack(
  { kind, originalMin, heldMin, processes }: Hold,
  { name, minSize, suspendedProcesses }: Group,
  context: Context,
): Promise<void> {
  const { autoScaling } = context.aws;
  const reason = `give ${name} back what was held`;
  if (kind === "minimum" && originalMin !== null && originalMin !== heldMin && minSize === heldMin)
    await context.withReason(reason, { originalMin }, () =>
      resizeGroup(autoScaling, name, { min: originalMin }),
    );
  const suspended = processes.filter((process) => suspendedProcesses.includes(process));
  if (kind === "suspended-processes" && suspended.length > 0)
    await context.withReason(reason, { processes: suspended }, () =>
      resumeProcesses(autoScaling, name, suspended),
    );
}
