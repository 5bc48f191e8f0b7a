import type { World, WorldEvent } from "../../simulator/world/world.ts";
import type { LedgerView } from "../world/ledger-view.ts";

/** What was true of the fleet's servers a while ago, for decisions that were made on what was read then. */
export interface ServingTracker {
  follow(worldEvent: WorldEvent): void;
  /** Takes down how large each group of the fleet is and who has traffic, if that changed. */
  look(): void;
  /** Targets of a target group that were healthy at some instant from `since` on; of these servers only, if given. */
  healthySince(targetGroup: string, since: number, ids?: ReadonlySet<string>): number;
  /** The fewest of these servers that were healthy in a target group at one instant from `since` on. */
  fewestHealthy(targetGroup: string, since: number, ids: ReadonlySet<string>): number;
  /** Servers that the group had, at some instant from `since` on, in service. */
  inServiceSince(group: string, since: number): number;
  /** The smallest desired capacity that the group had from `since` on; undefined: it was not there. */
  smallestDesired(group: string, since: number): number | undefined;
  /** Ids of the servers that were ever in the group. */
  members(group: string): ReadonlySet<string>;
  /** Whether at some instant from `since` on `holds` was true of the shares of traffic. */
  trafficWas(since: number, holds: (carrying: ReadonlySet<string>) => boolean): boolean;
  /** What had traffic at this instant. */
  trafficAt(at: number): ReadonlySet<string>;
}

/** Names what carries traffic now: target groups with weight, or groups that are attached. */
type CarryingNow = () => ReadonlySet<string>;

export function trackServing(world: World, view: LedgerView, carryingNow: CarryingNow): ServingTracker {
  const targets = trackTargets();
  const servers = trackMembers();
  const sizes = trackSizes(world, view);
  const traffic = trackTraffic(world, carryingNow);
  return {
    ...targets,
    ...servers,
    ...sizes,
    ...traffic,
    follow: (worldEvent) => {
      targets.follow(worldEvent);
      servers.follow(worldEvent);
    },
    look: () => {
      sizes.look();
      traffic.look();
    },
  };
}

type Counts = (target: string) => boolean;

function trackTargets(): Pick<ServingTracker, "fewestHealthy" | "follow" | "healthySince"> {
  const healthy = new Set<string>();
  const lostAt = new Map<string, number>();
  const changes: HealthChange[] = [];
  const among =
    (targetGroup: string, ids?: ReadonlySet<string>): Counts =>
    (target) =>
      target.startsWith(`${targetGroup}/`) && (ids?.has(target.slice(targetGroup.length + 1)) ?? true);
  return {
    follow: ({ service, kind, subject, at }) => {
      if (service !== "elasticloadbalancing" || !kind.startsWith("target-")) return;
      const more = kind === "target-healthy" ? 1 : -1;
      if (healthy.has(subject) === (more === 1)) return;
      changes.push({ target: subject, at, more });
      if (more === 1) healthy.add(subject);
      else if (healthy.delete(subject)) lostAt.set(subject, at);
    },
    fewestHealthy: (targetGroup, since, ids) => {
      const counts = among(targetGroup, ids);
      return fewestSince([...healthy].filter(counts).length, changes, { since, counts });
    },
    healthySince: (targetGroup, since, ids) => {
      const counts = among(targetGroup, ids);
      let count = 0;
      for (const target of healthy) if (counts(target)) count += 1;
      for (const [target, at] of lostAt)
        if (at >= since && !healthy.has(target) && counts(target)) count += 1;
      return count;
    },
  };
}

/** A target became healthy, or ceased to be. */
interface HealthChange {
  readonly target: string;
  readonly at: number;
  readonly more: 1 | -1;
}

/** Backwards from now, to how many there were before each change; those of one instant are one. */
function fewestSince(
  now: number,
  changes: readonly HealthChange[],
  { since, counts }: { readonly since: number; readonly counts: Counts },
): number {
  let count = now;
  let fewest = now;
  for (let index = changes.length - 1; index >= 0; index -= 1) {
    const change = changes[index];
    if (change === undefined || change.at < since) break;
    if (counts(change.target)) count -= change.more;
    if (changes[index - 1]?.at !== change.at) fewest = Math.min(fewest, count);
  }
  return fewest;
}

function trackMembers(): Pick<ServingTracker, "follow" | "inServiceSince" | "members"> {
  const inService = new Map<string, Set<string>>();
  const leftAt = new Map<string, { readonly group: string; readonly at: number }>();
  const members = new Map<string, Set<string>>();
  return {
    follow: ({ service, kind, subject, at, detail }) => {
      if (service !== "autoscaling") return;
      const group = (detail?.["group"] as string | undefined) ?? "";
      if (kind === "instance-launched" || kind === "instance-in-service") setOf(members, group).add(subject);
      if (kind === "instance-in-service") setOf(inService, group).add(subject);
      if (kind === "instance-terminating" && setOf(inService, group).delete(subject))
        leftAt.set(subject, { group, at });
    },
    inServiceSince: (group, since) => {
      let count = inService.get(group)?.size ?? 0;
      for (const left of leftAt.values()) if (left.group === group && left.at >= since) count += 1;
      return count;
    },
    members: (group) => setOf(members, group),
  };
}

function trackSizes(world: World, view: LedgerView): Pick<ServingTracker, "look" | "smallestDesired"> {
  const desired = new Map<string, { readonly at: number; readonly size: number }[]>();
  return {
    look: () => {
      for (const { group } of view.generations.values()) {
        const size = world.state.groups.get(group)?.desiredCapacity;
        const known = desired.get(group) ?? [];
        if (size === undefined || known.at(-1)?.size === size) continue;
        desired.set(group, [...known, { at: world.now(), size }]);
      }
    },
    smallestDesired: (group, since) => {
      const known = desired.get(group);
      return known && Math.min(...valuesSince(known, since).map(({ size }) => size));
    },
  };
}

function trackTraffic(
  world: World,
  carryingNow: CarryingNow,
): Pick<ServingTracker, "look" | "trafficAt" | "trafficWas"> {
  const carrying: { readonly at: number; readonly key: string; readonly names: ReadonlySet<string> }[] = [];
  return {
    look: () => {
      const names = carryingNow();
      const key = [...names].join();
      if (carrying.at(-1)?.key !== key) carrying.push({ at: world.now(), key, names });
    },
    trafficAt: (at) => carrying.findLast((each) => each.at <= at)?.names ?? new Set(),
    trafficWas: (since, holds) => valuesSince(carrying, since).some(({ names }) => holds(names)),
  };
}

/** The values that were true at some instant from `since` on: the last one before it and all later ones. */
function valuesSince<T extends { readonly at: number }>(values: readonly T[], since: number): readonly T[] {
  const first = values.findLastIndex(({ at }) => at <= since);
  return values.slice(Math.max(0, first));
}

function setOf(sets: Map<string, Set<string>>, key: string): Set<string> {
  const known = sets.get(key);
  if (known) return known;
  const made = new Set<string>();
  sets.set(key, made);
  return made;
}
