import type { Web } from "./harness.ts";

/** What servers answer and how their commands end while what they all depend on is away. */
const AWAY = { httpStatus: 503, commandExitCode: 1 };
const THERE = { httpStatus: 200, commandExitCode: 0 };

/** What the servers of these groups depend on goes away, or comes back: load balancers find it out by their checks. */
export function dependency(web: Web, is: "away" | "there", groups = ["web", "web-g0002"]): void {
  const { world } = web.simulator;
  for (const name of groups) {
    for (const id of world.state.groups.get(name)?.instances.keys() ?? []) {
      const instance = world.state.instances.get(id);
      if (instance === undefined) continue;
      const script = { ...instance.script, ...(is === "away" ? AWAY : THERE) };
      Object.assign(instance, { script });
      world.happened("ec2", is === "away" ? "instance-sick" : "instance-healthy", id);
    }
  }
}
