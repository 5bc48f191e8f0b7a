import type { ServerState, ViewServer } from "../../../src/views/fleet/server-states.ts";
import type { ServerLook, ServerModel } from "../../wire/servers-model.ts";

interface Beside {
  /** What was found about a server, by its id. */
  readonly findings: ReadonlyMap<string, string>;
  /** Whether a generation gets traffic, by its number; not there: nobody knows. */
  readonly shares: ReadonlyMap<number, boolean>;
  /** They could not be read again. */
  readonly isStale: boolean;
}

/** Servers as cells. One that is not known to serve is never drawn as if it did. */
export const serverModels = (
  servers: readonly ViewServer[],
  { findings, shares, isStale }: Beside,
): readonly ServerModel[] =>
  servers
    .map(({ id, zone, generation, state, ageSeconds }) => ({
      id,
      zone,
      generation,
      look: isStale ? "unread" : lookOf(state, shares.get(generation)),
      finding: findings.get(id) ?? null,
      ageSeconds,
    }))
    .toSorted((a, b) => b.generation - a.generation || compare(a.zone, b.zone) || compare(a.id, b.id));

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function lookOf(state: ServerState, hasTraffic: boolean | undefined): ServerLook {
  if (state === "unreadable") return "unread";
  if (state === "ready") return "idle";
  return state === "healthy" && hasTraffic === false ? "idle" : state;
}
