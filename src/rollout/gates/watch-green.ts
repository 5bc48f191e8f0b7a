import { describeGroups } from "../../aws/auto-scaling/auto-scaling.ts";
import { besideBlue } from "../../domain/blame/beside-blue.ts";
import type { GateVerdict, Observations } from "../../domain/gate.ts";
import { combineVerdicts, gateKinds, namedGates } from "../../domain/gate-kinds.ts";
import { percentOf } from "../../domain/percent.ts";
import type { Side } from "../../domain/run/rollout.ts";
import { unseenSeconds } from "../traffic/traffic.ts";
import { greenOf, type Work } from "../work.ts";
import { type BlueSide, blueSide, isBlueUnchecked } from "./blue/blue-side.ts";
import { compareWithBlue, isUnchecked } from "./blue/compare-with-blue.ts";
import { judgeGates, type Observers } from "./judge-gates.ts";
import { observeAlarms } from "./observe/alarms.ts";
import { observeMetrics } from "./observe/metrics.ts";
import { healthSource, observeTargetHealth } from "./observe/target-health.ts";
import { judgePulling } from "./judge-pulling.ts";

export type WatchServices = "autoScaling" | "elbv2" | "cloudWatch";

/** How green stands, and how that ends the rollout. */
export type Watched = Pick<GateVerdict, "verdict" | "reason" | "ending" | "nextAt">;

/** One look's worth of target health serves the gates and the floor, one of metrics all of their gates: each is asked for once. */
function watchObservers(): Observers<WatchServices> {
  let health: ReturnType<typeof observeTargetHealth> | undefined;
  let metrics: ReturnType<typeof observeMetrics> | undefined;
  return {
    targetHealth: (sight, work) => (health ??= observeTargetHealth(sight, work)),
    alarms: observeAlarms,
    metrics: (_sight, work) => (metrics ??= observeMetrics(work)),
  };
}

/**
 * Judges the watched gates, and whether enough of green is healthy to carry the fleet's floor: what no declaration can
 * switch off. Of servers that pull the group tells how many are in service and how many died. `known`: ids of green's
 * servers, where the step has read its group already. `lasts`: the step lasts on anyway, and what is too early to be judged
 * does not hold it up.
 */
export async function watchGreen(
  work: Work<WatchServices>,
  known?: readonly string[],
  lasts = false,
): Promise<Watched> {
  const source = healthSource(work);
  const blue = blueSide<WatchServices>(watchObservers(), work);
  const pulling = work.strategy.source.kind === "nothing" ? await judgePulling(work, blue) : null;
  if (pulling?.verdict === "fail") return pulling;
  const servers = known ?? (sharesTargetGroup(work) ? await serversOf(work) : null);
  const observers = watchObservers();
  const watched = namedGates(work.fleet.gates).filter(({ gate }) => {
    const { watched: isWatched, needs } = gateKinds[gate.kind];
    if (needs === "metrics") return isMeasured(work);
    return isWatched && (needs !== "targetHealth" || source !== null);
  });
  const compare = compareWithBlue(blue, work, 0);
  const floor = pulling ?? (source === null ? null : await judgeFloor(servers, { observers, work, blue }));
  const verdicts = await judgeGates(watched, servers, { observers, work, compare });
  const counted = verdicts.filter(({ isEarly }) => !(isEarly && lasts));
  return combineVerdicts([...counted, ...(floor ? [floor] : [])]);
}

/**
 * Whether there are requests to judge green by: it has servers and a share of the traffic. A first generation has no blue to go
 * back to, and its users may be yet to come.
 */
function isMeasured(work: Work<never>): boolean {
  const { size, traffic } = work.run();
  return work.blue !== null && size > 0 && traffic.setPercent > 0 && work.strategy.source.kind === "actions";
}

const FLOOR = { kind: "target-health", healthy: 100, for: 0 } as const;

interface FloorAsked {
  readonly observers: Observers<WatchServices>;
  readonly work: Work<WatchServices>;
  readonly blue: BlueSide<WatchServices>;
}

/** In one target group blue's servers stand beside green's until all traffic is on green. */
const sharesTargetGroup = (work: Work<never>): boolean =>
  work.strategy.source.kind === "attachments" && work.run().traffic.setPercent < 100;

async function serversOf(work: Work<"autoScaling">): Promise<string[]> {
  const { group } = greenOf(work);
  const found = (await describeGroups(work.context.aws.autoScaling, [group])).get(group);
  return found?.instances.map(({ id }) => id) ?? [];
}

async function judgeFloor(
  servers: readonly string[] | null,
  { observers, work, blue }: FloorAsked,
): Promise<GateVerdict> {
  const healthy = healthyOf(await observers.targetHealth?.({ name: "floor", gate: FLOOR, servers }, work));
  if (healthy > 0) await noteJoined(work);
  const { size } = work.run();
  const green = floorVerdict("green", { healthy, size, isExpected: isExpected(work) }, work);
  if (green.verdict === "pass" || isBlueUnchecked(work)) return green;
  const view = await blue.view();
  const ofBlue =
    view && (await blue.observers.targetHealth?.({ ...view, name: "floor", gate: FLOOR }, view.work));
  if (view === null || ofBlue == null || isUnchecked(ofBlue)) return green;
  const seen = { healthy: healthyOf(ofBlue), size: view.work.run().size, isExpected: true };
  return besideBlue(green, floorVerdict("blue", seen, work));
}

const healthyOf = (observed: Observations["targetHealth"] | undefined): number =>
  observed?.least ?? observed?.targets.filter(({ state }) => state === "healthy").length ?? 0;

function floorVerdict(
  side: Side,
  { healthy, size, isExpected: must }: { healthy: number; size: number; isExpected: boolean },
  work: Work<never>,
): GateVerdict {
  const floor = percentOf(work.fleet.capacity.floor, size);
  const verdict = healthy >= floor ? "pass" : healthy === 0 && must ? "fail" : "wait";
  const reason = `${healthy} of ${side}'s servers are healthy, the fleet's floor is ${floor}`;
  const measured = {
    gate: "floor",
    verdict,
    reason,
    value: String(healthy),
    threshold: String(floor),
  } as const;
  return { ...measured, since: null, ending: { imageAtFault: true, ofHealth: true } };
}

/**
 * Whether a green that was never healthy may still boot: in one target group it is checked only since it was attached, beside a
 * blue that serves, or as the first generation, before which nobody did.
 */
const mayBoot = (work: Work<never>): boolean =>
  sharesTargetGroup(work) || (work.strategy.source.kind === "attachments" && work.blue === null);

/** A green that may still boot has been healthy: from here on it has fallen ill if it is not. */
async function noteJoined(work: Work<never>): Promise<void> {
  const { timers, traffic } = work.run();
  if (!mayBoot(work) || (timers.joined ?? 0) > (traffic.setAt ?? 0)) return;
  await work.update({ timers: { ...timers, joined: work.now() } });
}

/**
 * Whether one of green's servers has to be healthy now: users get no answer otherwise, or one was. In one target group
 * green is checked only since it was attached, and a read that lags may show what was before that.
 */
function isExpected(work: Work<WatchServices>): boolean {
  const { setPercent, observedPercent, setAt } = work.run().traffic;
  if (work.strategy.source.kind === "actions") return (observedPercent ?? setPercent) > 0;
  const hasJoined = (work.run().timers.joined ?? 0) > (setAt ?? 0);
  return (!mayBoot(work) || hasJoined) && unseenSeconds(work) === 0;
}
