import { counts } from "../capacity/counting.ts";
import type { GroupRecord } from "../state.ts";

/** Servers of a group by zone: all of them, and those that scale-in may take. */
interface Zones {
  readonly all: Map<string, number>;
  readonly movable: Map<string, number>;
}

/**
 * The zone of each server that is to be launched so that no two zones of the group differ by more than one; `open` are
 * those that have room. None for a group of weighted servers.
 */
export function movesTo(group: GroupRecord, open: ReadonlySet<string>): string[] {
  const zones = zonesOf(group, open);
  const moves: string[] = [];
  for (let to = zones && nextMove(group, zones, open); zones && to !== undefined; ) {
    moves.push(to);
    to = nextMove(group, zones, open);
  }
  return moves;
}

function zonesOf(group: GroupRecord, open: ReadonlySet<string>): Zones | undefined {
  const all = new Map([...open].map((zone) => [zone, 0]));
  const movable = new Map<string, number>();
  for (const instance of group.instances.values()) {
    if (!counts(instance)) continue;
    if (instance.weight !== 1) return undefined;
    add(all, instance.zone, 1);
    if (!instance.protectedFromScaleIn) add(movable, instance.zone, 1);
  }
  return { all, movable };
}

// Makes one move, and answers where it leads.
function nextMove(group: GroupRecord, zones: Zones, open: ReadonlySet<string>): string | undefined {
  const { all, movable } = zones;
  const size = (zone: string): number => all.get(zone) ?? 0;
  const to = [...open].toSorted((a, b) => size(a) - size(b))[0];
  const from = fullest(group, zones);
  if (to === undefined || from === undefined || from === to) return undefined;
  if (group.zones.includes(from) && size(from) - size(to) < 2) return undefined;
  add(all, from, -1);
  add(movable, from, -1);
  add(all, to, 1);
  return to;
}

// Servers in a zone that is the group's no more go before all others. One that only has protected servers gives none.
function fullest(group: GroupRecord, { all, movable }: Zones): string | undefined {
  const giving = [...movable].filter(([, count]) => count > 0).map(([zone]) => zone);
  const stray = giving.find((zone) => !group.zones.includes(zone));
  return stray ?? giving.toSorted((a, b) => (all.get(b) ?? 0) - (all.get(a) ?? 0))[0];
}

const add = (counted: Map<string, number>, zone: string, more: number): void => {
  counted.set(zone, (counted.get(zone) ?? 0) + more);
};
