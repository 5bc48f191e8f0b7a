import type { WorldState } from "../../../world/state.ts";
import type { TargetGroupRecord, TargetRecord } from "../state.ts";
import { fullness } from "./slow-start.ts";
import { entrancesTo } from "./zones.ts";

/** A target that new requests go to. */
export interface Receiver {
  readonly key: string;
  readonly id: string;
  readonly port: number;
  /** Of the requests of its target group, 0 to 1. */
  readonly share: number;
}

/**
 * Who gets the new requests of a target group, and what part of them. The parts sum to 1, or to less where requests come in
 * by a zone that has nobody to send to: "every request entering there" is answered 503 (aws-facts 8.7). `entrance`
 * is a zone's own name in DNS; left out, requests come in by all zones in DNS.
 */
export function receiversOf(
  state: WorldState,
  group: TargetGroupRecord,
  now: number,
  entrance?: string,
): Receiver[] {
  const zones = entrancesTo(state, group);
  if (zones === undefined) return pool(state, group, { now, part: 1 });
  const entered = entrance === undefined ? zones : [entrance];
  return entered.flatMap((zone) => pool(state, group, { now, part: 1 / entered.length, zone }));
}

interface Entered {
  readonly now: number;
  readonly part: number;
  /** Only targets of this zone; left out: of all. */
  readonly zone?: string;
}

function pool(state: WorldState, group: TargetGroupRecord, { now, part, zone }: Entered): Receiver[] {
  const isHere = ({ id }: { readonly id: string }): boolean =>
    zone === undefined || state.instances.get(id)?.zone === zone;
  const chosen = inRotation(group, [...group.targets.values()].filter(isHere));
  const keys = new Set(chosen.map(({ key }) => key));
  const lagging = [...group.lagging]
    .filter(([key, target]) => !keys.has(key) && isHere(target))
    .map(([key, { id, port }]) => ({ key, id, port, weight: 1 }));
  const weighed = chosen.map((target) => {
    const { key, id, port } = target;
    return { key, id, port, weight: fullness(group, target, now) };
  });
  const all = [...weighed, ...lagging];
  const total = all.reduce((sum, { weight }) => sum + weight, 0);
  return all.map(({ weight, ...target }) => ({ ...target, share: (part * weight) / total }));
}

/**
 * The healthy targets; with fewer of them than the group asks for, all that are registered: it fails open (aws-facts 1.4;
 * `unhealthy_state_routing`, ELB/TargetGroupAttribute).
 */
function inRotation(group: TargetGroupRecord, targets: readonly TargetRecord[]): TargetRecord[] {
  const checked = targets.filter(({ state }) => CHECKED.has(state));
  const healthy = checked.filter(({ state }) => state === "healthy");
  const isEnough = reaches(group, "unhealthy_state_routing", { healthy: healthy.length, of: checked.length });
  return isEnough ? healthy : checked;
}

const CHECKED = new Set(["healthy", "initial", "unhealthy", "unhealthy.draining"]);

/** Whether so many healthy targets are as many as the group asks for; falling short of the number or of the share is enough not to be. */
export function reaches(
  { attributes }: TargetGroupRecord,
  what: "dns_failover" | "unhealthy_state_routing",
  { healthy, of }: { readonly healthy: number; readonly of: number },
): boolean {
  const asked = (unit: string): number | undefined => {
    const value = attributes.get(`target_group_health.${what}.minimum_healthy_targets.${unit}`) ?? "off";
    return value === "off" ? undefined : Number(value);
  };
  const percentage = asked("percentage");
  return healthy >= (asked("count") ?? 0) && (percentage === undefined || healthy * 100 >= percentage * of);
}
