import { cancelEvent, scheduleEvent } from "../../../simulator/services/ec2/scheduled/scheduled-events.ts";
import type { NoticePlan } from "../../draws/plan.ts";
import type { ChaosWorld } from "../world.ts";

/** Further ahead than any run lasts: what becomes of a server at that time is a matter of scenarios. */
const AHEAD_SECONDS = 60 * 86_400;

/** AWS schedules something for servers of the live generation, each at its time, and takes some of it back. */
export function scheduleNotices(chaos: ChaosWorld): void {
  for (const notice of chaos.plan.notices ?? [])
    chaos.simulator.world.after(notice.afterSeconds, () => schedule(notice, chaos));
}

function schedule({ place, code, isPublished, canceledAfter }: NoticePlan, chaos: ChaosWorld): void {
  const { view, simulator, input, note } = chaos;
  const { world } = simulator;
  const live = [...view.generations.values()].find((each) => each.state === "live");
  const members = [...(world.state.groups.get(live?.group ?? "")?.instances.keys() ?? [])];
  const server = world.state.instances.get(members[Math.floor(place * members.length)] ?? "");
  if (server?.state !== "running") return;
  note(`AWS schedules ${code} for ${server.id}`);
  const id = scheduleEvent(world, server.id, { code, seconds: AHEAD_SECONDS, isPublished });
  const notice = { server: server.id, code, from: world.now(), until: Number.POSITIVE_INFINITY };
  input.notices.push(notice);
  if (canceledAfter === null) return;
  world.after(canceledAfter, () => {
    if (world.state.instances.get(server.id)?.state !== "running") return;
    note(`AWS takes back ${code} for ${server.id}`);
    cancelEvent(world, server.id, id, isPublished);
    notice.until = world.now();
  });
}
