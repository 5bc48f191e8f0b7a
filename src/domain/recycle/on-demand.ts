import type { MixedInstancesPolicy } from "@aws-sdk/client-auto-scaling";

/** How a group divides what it buys: so much On-Demand, and of what is above that so many percent. */
interface Mix {
  readonly base: number;
  readonly percentAbove: number;
}

/** How a group buys On-Demand beside Spot; null: it buys all of them one way (AS/InstancesDistribution, whose defaults are 0 and 100). */
export function mixOf(policy: Pick<MixedInstancesPolicy, "InstancesDistribution"> | undefined): Mix | null {
  const { OnDemandBaseCapacity: base = 0, OnDemandPercentageAboveBaseCapacity: percentAbove = 100 } =
    policy?.InstancesDistribution ?? {};
  return percentAbove >= 100 || (base === 0 && percentAbove === 0) ? null : { base, percentAbove };
}

/** How many of so many servers are to be On-Demand, rounded in their favour. */
const onDemandOf = ({ base, percentAbove }: Mix, servers: number): number =>
  Math.min(base, servers) + Math.ceil((Math.max(0, servers - base) * percentAbove) / 100);

export interface Bought {
  readonly mix: Mix;
  /** Members of the group that are On-Demand. */
  readonly onDemand: ReadonlySet<string>;
  /** How many servers the group is to have. */
  readonly desired: number;
}

/**
 * Those of a batch that may go, when as many servers are launched before: the group buys the substitutes by what it has with the old ones
 * counted in, so a Spot server may come for an On-Demand one, and nothing makes that good when the old one has left. Who would leave the group
 * short of On-Demand servers is not among them.
 */
export function withoutShortage<S extends { readonly id: string }>(
  chosen: readonly S[],
  { mix, onDemand, desired }: Bought,
): readonly S[] {
  let kept = chosen;
  for (;;) {
    const going = kept.filter(({ id }) => onDemand.has(id));
    const bought = Math.max(0, onDemandOf(mix, desired + kept.length) - onDemand.size);
    const after = onDemand.size + Math.min(bought, kept.length) - going.length;
    const last = going.at(-1);
    if (last === undefined || after >= onDemandOf(mix, desired)) return kept;
    kept = kept.filter((each) => each !== last);
  }
}

/** Those that may leave a group whose substitutes have come, by what has come: the last named stay. `desired`: without those that leave. */
export function mayLeave(ids: readonly string[], { mix, onDemand, desired }: Bought): readonly string[] {
  const going = ids.filter((id) => onDemand.has(id));
  const most = Math.max(0, onDemand.size - onDemandOf(mix, desired));
  const staying = new Set(going.slice(most));
  return ids.filter((id) => !staying.has(id));
}

/** Why an On-Demand server is left alone. */
export const SPOT_INSTEAD =
  "is On-Demand, and its group would launch a Spot server in its place: a rollout replaces it (moult rollout start <fleet> --force), or more On-Demand servers in the group's policy make room for it";
