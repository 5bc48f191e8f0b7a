/** A place to launch in: a subnet and its zone. */
export interface Place {
  readonly subnetId: string;
  readonly zone: string;
}

/**
 * How many of `count` new servers go to each subnet, so that zones get as equal as can be, and subnets within a zone.
 * `present` is the number of servers that each subnet has already. Ties go to the subnet listed first.
 */
export function spread(
  places: readonly Place[],
  present: ReadonlyMap<string, number>,
  count: number,
): Map<string, number> {
  const bySubnet = new Map(places.map(({ subnetId }) => [subnetId, present.get(subnetId) ?? 0]));
  const byZone = new Map<string, number>();
  for (const { subnetId, zone } of places) add(byZone, zone, bySubnet.get(subnetId) ?? 0);
  const chosen = new Map<string, number>();
  for (let placed = 0; placed < count && places.length > 0; placed++) {
    const { subnetId, zone } = places.reduce((best, place) => (emptier(place, best) ? place : best));
    add(bySubnet, subnetId, 1);
    add(byZone, zone, 1);
    add(chosen, subnetId, 1);
  }
  return chosen;

  function emptier(place: Place, best: Place): boolean {
    const zones = (byZone.get(place.zone) ?? 0) - (byZone.get(best.zone) ?? 0);
    if (zones !== 0) return zones < 0;
    return (bySubnet.get(place.subnetId) ?? 0) < (bySubnet.get(best.subnetId) ?? 0);
  }
}

/** A server as scale-in looks at it. */
export interface Leaver {
  readonly id: string;
  readonly zone: string;
  readonly weight: number;
  readonly healthy: boolean;
  /** Launched from the template and version that the group would launch from now. */
  readonly current: boolean;
  /** Number of the template version it was launched from. */
  readonly version: number;
  readonly launchedAt: number;
  readonly mayLeave: boolean;
}

/**
 * Which servers go when `surplus` units of capacity are too many: unhealthy ones first, then from the fullest zone the
 * one of the oldest template version, then the oldest launch. With the policies `NewestInstance` and `OldestInstance`
 * only the launch counts within a zone. A server that weighs more than what is left to shed stays.
 */
export function choose(leavers: readonly Leaver[], surplus: number, policy = "Default"): string[] {
  const byZone = new Map<string, { size: number; queue: Leaver[] }>();
  for (const leaver of leavers) {
    const zone = byZone.get(leaver.zone) ?? { size: 0, queue: [] };
    byZone.set(leaver.zone, zone);
    zone.size += leaver.weight;
    if (leaver.mayLeave) zone.queue.push(leaver);
  }
  // The next to go stands last, since taking from the end is cheap.
  for (const { queue } of byZone.values()) queue.sort((a, b) => rank(b, a, policy));
  const chosen: string[] = [];
  for (let left = surplus; left > 0; ) {
    const open = [...byZone.values()].filter(({ queue }) => queue.length > 0);
    if (open.length === 0) break;
    const zone = open.reduce((best, each) => (before(each, best, policy) ? each : best));
    const leaver = zone.queue.pop();
    if (!leaver || leaver.weight > left) continue;
    chosen.push(leaver.id);
    zone.size -= leaver.weight;
    left -= leaver.weight;
  }
  return chosen;
}

interface Zone {
  readonly size: number;
  readonly queue: readonly Leaver[];
}

// A zone whose next leaver is unhealthy comes first, then the fullest.
function before(a: Zone, b: Zone, policy: string): boolean {
  const sickA = policy === "Default" && a.queue.at(-1)?.healthy === false;
  const sickB = policy === "Default" && b.queue.at(-1)?.healthy === false;
  return sickA === sickB ? a.size > b.size : sickA;
}

function rank(a: Leaver, b: Leaver, policy: string): number {
  if (policy === "NewestInstance") return b.launchedAt - a.launchedAt;
  if (policy === "OldestInstance") return a.launchedAt - b.launchedAt;
  return (
    Number(a.healthy) - Number(b.healthy) ||
    Number(a.current) - Number(b.current) ||
    a.version - b.version ||
    a.launchedAt - b.launchedAt
  );
}

const add = (counts: Map<string, number>, key: string, more: number): void => {
  counts.set(key, (counts.get(key) ?? 0) + more);
};
