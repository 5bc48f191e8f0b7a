import { logIn } from "../../../simulator/services/ec2/connect/logins.ts";
import { allowAccess } from "../../../src/operator/allow-access.ts";
import type { LoginPlan } from "../../draws/plan.ts";
import type { ChaosWorld } from "../world.ts";

/** People are let into servers, each at their time, some with leave that was given right before. */
export function scheduleLogins(chaos: ChaosWorld): void {
  /** By server: leave that was given for one login counts for the next. */
  const leaveUntil = new Map<string, number>();
  for (const login of chaos.plan.logins ?? [])
    chaos.simulator.world.after(login.afterSeconds, () => {
      come(login, chaos, leaveUntil).catch((error: unknown) => chaos.note(`eve could not: ${String(error)}`));
    });
}

/** Green is logged into as well as blue. */
const ALIVE: readonly string[] = ["launching", "live"];

async function come(
  { place, call, isRefused, leaveSeconds }: LoginPlan,
  chaos: ChaosWorld,
  leaveUntil: Map<string, number>,
): Promise<void> {
  const { ledger, clock, view, simulator, input } = chaos;
  const { state } = simulator.world;
  const groups = [...view.generations.values()].filter((each) => ALIVE.includes(each.state));
  const members = groups.flatMap(({ group }) => [...(state.groups.get(group)?.instances.keys() ?? [])]);
  const server = state.instances.get(members[Math.floor(place * members.length)] ?? "");
  if (server?.state !== "running") return;
  const now = clock.now();
  if (leaveSeconds !== null) {
    leaveUntil.set(server.id, Math.max(leaveUntil.get(server.id) ?? 0, now + leaveSeconds * 1000));
    const leave = { fleet: "web", server: server.id, by: "ada", reason: "a look", seconds: leaveSeconds };
    await allowAccess(leave, { ledger, clock });
  }
  if (state.instances.get(server.id)?.state !== "running") return;
  chaos.note(`eve ${isRefused ? "is refused by" : "is let into"} ${server.id} by ${call}`);
  input.logins.push({
    server: server.id,
    at: clock.now(),
    isRefused,
    hasLeave: now < (leaveUntil.get(server.id) ?? 0),
    takenAt: null,
  });
  logIn(simulator.world, server.id, { by: "eve", call, ...(isRefused && { refused: "AccessDenied" }) });
}
