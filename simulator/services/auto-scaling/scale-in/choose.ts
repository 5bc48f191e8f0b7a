import { type Leaver, rank } from "./ranks.ts";

interface Choice {
  readonly surplus: number;
  readonly policies: readonly string[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

interface Zone {
  size: number;
  readonly stray: boolean;
  readonly queue: Leaver[];
}

/**
 * Which servers go when `surplus` units of capacity are too many: unhealthy ones first, then those in zones that are no
 * longer the group's, then from the fullest zone, before any termination policy is asked. Zones that are equally full
 * are looked at as one (ASG/ec2-auto-scaling-termination-policies). A server that weighs more than what is left to shed
 * stays.
 */
export function choose(leavers: readonly Leaver[], { surplus, policies, now }: Choice): string[] {
  const zones = new Map<string, Zone>();
  for (const leaver of leavers) {
    const zone = zones.get(leaver.zone) ?? { size: 0, stray: leaver.stray, queue: [] };
    zones.set(leaver.zone, zone);
    zone.size += leaver.weight;
    if (leaver.mayLeave) zone.queue.push(leaver);
  }
  const order = (a: Leaver, b: Leaver): number => rank(a, b, policies, now);
  // The next to go stands last, since taking from the end is cheap.
  for (const { queue } of zones.values()) queue.sort((a, b) => order(b, a));
  const chosen: string[] = [];
  for (let left = surplus; left > 0; ) {
    const open = [...zones.values()].filter(({ queue }) => queue.length > 0);
    if (open.length === 0) break;
    const zone = open.reduce((best, each) => (before(each, best, order) ? each : best));
    const leaver = zone.queue.pop();
    if (!leaver || leaver.weight > left) continue;
    chosen.push(leaver.id);
    zone.size -= leaver.weight;
    left -= leaver.weight;
  }
  return chosen;
}

function before(a: Zone, b: Zone, order: (a: Leaver, b: Leaver) => number): boolean {
  const [nextA, nextB] = [a.queue.at(-1), b.queue.at(-1)];
  if (!nextA || !nextB) return nextA !== undefined;
  if (nextA.healthy !== nextB.healthy) return !nextA.healthy;
  if (a.stray !== b.stray) return a.stray;
  return a.size === b.size ? order(nextA, nextB) < 0 : a.size > b.size;
}
