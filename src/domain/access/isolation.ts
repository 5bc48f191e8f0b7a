import type { FleetState } from "../decide/fleet-state.ts";

interface Isolated {
  readonly server: string;
  /** The generation that the server has to be of. */
  readonly generation: number;
}

/**
 * Whether one server of the fleet can be taken out of traffic while people are in it; why not, in words. `server` null: any of the fleet;
 * `state` undefined: the fleet is not declared.
 */
export function isolation(
  { fleet, server }: { readonly fleet: string; readonly server: string | null },
  state: Pick<FleetState, "live" | "recycle"> | undefined,
): Isolated | { readonly fault: string } {
  if (server === null)
    return { fault: "one server is isolated: name it (--server i-…), or leave --isolate out" };
  const { live, recycle } = state ?? {};
  if (!live) return { fault: `${fleet} has no live generation, so that no server of it is in traffic` };
  if (recycle === undefined)
    return {
      fault: `${fleet} does not have single servers replaced: declare recycle, or put the server into standby yourself (aws autoscaling enter-standby)`,
    };
  const { servers, wholeFleetAt } = recycle;
  if (servers === null)
    return {
      fault: `how many servers ${fleet} has is not known yet: the next scan counts them, within a quarter of an hour`,
    };
  if (100 > servers * wholeFleetAt)
    return {
      fault: `one of ${servers} servers is more than recycle.wholeFleetAt (${wholeFleetAt}%), so that the whole fleet would be replaced: declare 100%`,
    };
  return { server, generation: live.number };
}
