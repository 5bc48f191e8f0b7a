import { TerminateInstancesCommand } from "@aws-sdk/client-ec2";
import { sicken as sickenServer } from "../../../simulator/services/ec2/instances/instance-life.ts";
import type { Web } from "./harness.ts";

const serversOf = ({ simulator }: Web, group: string): string[] => [
  ...(simulator.world.state.groups.get(group)?.instances.keys() ?? []),
];

/** The servers of a group, or so many of them, fail their checks from now on. */
export function sicken(web: Web, group: string, count = Number.POSITIVE_INFINITY): void {
  for (const id of serversOf(web, group).slice(0, count)) sickenServer(web.simulator.world, id);
}

/** The team takes out the servers of a group that fail; the group launches others. */
export async function replaceSick(web: Web, group: string): Promise<void> {
  const { instances } = web.simulator.world.state;
  const now = web.simulator.clock.now();
  const sick = serversOf(web, group).filter((id) => (instances.get(id)?.sickAt ?? now) < now);
  if (sick.length > 0) await web.person.ec2.send(new TerminateInstancesCommand({ InstanceIds: sick }));
}

/** Requests that were lost from now until the minutes are over. */
export async function lostWithin(web: Web, minutes: number): Promise<number> {
  const before = web.traffic.report().lost;
  await web.minutes(minutes);
  return web.traffic.report().lost - before;
}
