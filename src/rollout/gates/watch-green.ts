import type { GateVerdict } from "../../domain/gate.ts";
import { combineVerdicts, gateKinds, namedGates } from "../../domain/gate-kinds.ts";
import { percentOf } from "../../domain/percent.ts";
import { unseenSeconds } from "../traffic/traffic.ts";
import type { Work } from "../work.ts";
import { judgeGates, type Observers } from "./judge-gates.ts";
import { observeAlarms } from "./observe/alarms.ts";
import { healthSource, observeTargetHealth } from "./observe/target-health.ts";

export type WatchServices = "elbv2" | "cloudWatch";

/** One look's worth of target health serves the gates and the floor: it is asked for once. */
function watchObservers(): Observers<WatchServices> {
  let health: ReturnType<typeof observeTargetHealth> | undefined;
  return {
    targetHealth: (sight, work) => (health ??= observeTargetHealth(sight, work)),
    alarms: observeAlarms,
  };
}

/**
 * Judges the watched gates while traffic moves and during the bake, and whether enough of green is healthy to carry
 * the fleet's floor: what no declaration can switch off.
 */
export async function watchGreen(
  servers: readonly string[] | null,
  work: Work<WatchServices>,
): Promise<Pick<GateVerdict, "verdict" | "reason">> {
  const observers = watchObservers();
  const watched = namedGates(work.fleet.gates).filter(({ gate }) => {
    const { watched, needs } = gateKinds[gate.kind];
    return watched && (needs !== "targetHealth" || healthSource(work) !== null);
  });
  const floor = await judgeFloor(servers, { observers, work });
  const verdicts = await judgeGates(watched, servers, { observers, work });
  return combineVerdicts([...verdicts, ...floor]);
}

async function judgeFloor(
  servers: readonly string[] | null,
  { observers, work }: { observers: Observers<WatchServices>; work: Work<WatchServices> },
): Promise<GateVerdict[]> {
  if (healthSource(work) === null) return [];
  const gate = { kind: "target-health", healthy: 100, for: 0 } as const;
  const observed = await observers.targetHealth?.({ name: "floor", gate, servers }, work);
  const healthy = observed?.targets.filter(({ state }) => state === "healthy").length ?? 0;
  const floor = percentOf(work.fleet.capacity.floor, work.run().size);
  const verdict = healthy >= floor ? "pass" : healthy === 0 && carriesTraffic(work) ? "fail" : "wait";
  const reason = `${healthy} of green's servers are healthy, the fleet's floor is ${floor}`;
  return [{ gate: "floor", verdict, reason, value: String(healthy), threshold: String(floor), since: null }];
}

/**
 * Whether users get no answer when none of green's servers is healthy. In one target group they still do beside blue,
 * and green is checked only since it was attached: a read that lags may show what was before that.
 */
function carriesTraffic(work: Work<WatchServices>): boolean {
  const { setPercent, observedPercent } = work.run().traffic;
  if (work.strategy.source.kind === "actions") return (observedPercent ?? setPercent) > 0;
  return setPercent === 100 && unseenSeconds(work) === 0;
}
