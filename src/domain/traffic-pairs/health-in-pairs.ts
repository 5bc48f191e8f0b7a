interface Target {
  readonly id: string;
  readonly state: string;
  readonly reason: string | null;
}

type Targets = readonly Target[];

const isHealthy = ({ state }: Target): boolean => state === "healthy";

/** Each server once, as it is where it is worst: with several target groups it is healthy when it is so in all of them. */
export function worstOfEach(groups: readonly Targets[]): Targets {
  const [only, ...more] = groups;
  if (only === undefined || more.length === 0) return only ?? [];
  const ids = [...new Set(groups.flatMap((targets) => targets.map(({ id }) => id)))];
  return ids.map((id) => {
    const everywhere = groups.map(
      (targets) => targets.find((target) => target.id === id) ?? { id, ...NOT_REGISTERED },
    );
    return everywhere.find((target) => !isHealthy(target)) ?? everywhere[0] ?? { id, ...NOT_REGISTERED };
  });
}

const NOT_REGISTERED = { state: "unused", reason: "not registered in every target group" };

/** Healthy servers of a side: of several target groups those of the one that has fewest. `own`: only these servers count. */
export const leastHealthy = (groups: readonly Targets[], own?: ReadonlySet<string>): number =>
  groups.length === 0
    ? 0
    : Math.min(
        ...groups.map(
          (targets) =>
            targets.filter((each) => isHealthy(each) && (own === undefined || own.has(each.id))).length,
        ),
      );
