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

const add = (counts: Map<string, number>, key: string, more: number): void => {
  counts.set(key, (counts.get(key) ?? 0) + more);
};
