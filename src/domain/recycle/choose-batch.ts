import { UNSTOPPED } from "../brakes/budget.ts";
import { type Reason, reasons } from "../run/cause.ts";

/** A server that may be replaced now. */
export interface DueServer {
  readonly id: string;
  readonly zone: string;
  /** The most urgent of what was found about it. */
  readonly reason: Reason;
  /** The earliest instant at which that was due, milliseconds since 1970. */
  readonly dueAt: number;
}

interface Room {
  /** The most that are replaced at once. */
  readonly atOnce: number;
  /** How many servers of the group are in service in each zone, those that are due among them. */
  readonly inZone: ReadonlyMap<string, number>;
}

/**
 * Which servers are replaced next: the most urgent reason first, then what was due first. Of those that nobody waits for,
 * drift and age, a zone gives no more than keeps zones even once AWS has launched as many substitutes where the fewest are
 * (aws-facts 8.1); where that leaves room, the others go all the same.
 */
export function chooseBatch(due: readonly DueServer[], { atOnce, inZone }: Room): readonly DueServer[] {
  const ordered = due.toSorted(before);
  const many = Math.min(atOnce, ordered.length);
  const urgent = ordered.filter(({ reason }) => UNSTOPPED.includes(reason)).slice(0, many);
  const shares = zoneShares(inZone, many);
  for (const { zone } of urgent) shares.set(zone, (shares.get(zone) ?? 0) - 1);
  const patient = ordered.filter(({ reason }) => !UNSTOPPED.includes(reason));
  const even = patient.filter(({ zone }) => {
    const left = shares.get(zone) ?? 0;
    shares.set(zone, left - 1);
    return left > 0;
  });
  const chosen = new Set([...urgent, ...even].slice(0, many));
  const others = ordered.filter((each) => !chosen.has(each)).slice(0, many - chosen.size);
  return [...chosen, ...others].toSorted(before);
}

const before = (a: DueServer, b: DueServer): number =>
  reasons.indexOf(a.reason) - reasons.indexOf(b.reason) || a.dueAt - b.dueAt || (a.id < b.id ? -1 : 1);

/** How many servers each zone gives when `many` are launched where the fewest are, and as many then leave the fullest. */
function zoneShares(inZone: ReadonlyMap<string, number>, many: number): Map<string, number> {
  const sizes = new Map(inZone);
  const shares = new Map<string, number>();
  for (let launched = 0; launched < many; launched++)
    add(
      sizes,
      zoneBy(sizes, (a, b) => a - b),
      1,
    );
  for (let left = 0; left < many; left++) {
    const zone = zoneBy(sizes, (a, b) => b - a);
    add(sizes, zone, -1);
    add(shares, zone, 1);
  }
  return shares;
}

const zoneBy = (sizes: ReadonlyMap<string, number>, order: (a: number, b: number) => number): string =>
  [...sizes].toSorted(([, a], [, b]) => order(a, b))[0]?.[0] ?? "";

const add = (counted: Map<string, number>, zone: string, more: number): void => {
  counted.set(zone, (counted.get(zone) ?? 0) + more);
};
