import type { Generation } from "../../src/domain/generation.ts";
import type { RolloutRecord } from "../../src/domain/run/rollout.ts";
import type { ControlPlane } from "../../src/engine/control-plane-port.ts";
import { readServers } from "../../src/views/fleet/read-servers.ts";
import type { ViewServer } from "../../src/views/fleet/server-states.ts";
import type { ServersModel } from "../wire/servers-model.ts";
import { serverModels } from "./pages/server-models.ts";

/** AWS's quotas are shared with the rollouts: a fleet's servers are read as often as a watch reads them. */
const SERVERS_MS = 5000;

/** What is known of the fleet's servers beside what AWS says. */
interface ServersAsked {
  readonly fleet: string;
  readonly generations: readonly Generation[];
  /** The newest rollout, open or ended. */
  readonly rollout: RolloutRecord | undefined;
  /** What was found about a server, by its id. */
  readonly findings: ReadonlyMap<string, string>;
  /** Whether a generation gets traffic, by its number. */
  readonly shares: ReadonlyMap<number, boolean>;
}

/** Answers the servers as they were read last, and reads them again in the background: AWS may be slow or away, the page is not. */
export type ServersOf = (asked: ServersAsked) => ServersModel;

interface Known {
  servers: readonly ViewServer[];
  readAt: number | null;
  fault: string | null;
  askAt: number;
}

export function createServers(plane: Pick<ControlPlane, "adoption" | "clock">): ServersOf {
  const byFleet = new Map<string, Known>();
  return ({ fleet, generations, rollout, findings, shares }) => {
    const now = plane.clock.now();
    const known = byFleet.get(fleet) ?? { servers: [], readAt: null, fault: null, askAt: now };
    byFleet.set(fleet, known);
    if (now >= known.askAt) {
      known.askAt = now + SERVERS_MS;
      readServers(plane, { generations, rollout, now }).then(
        (servers) => Object.assign(known, { servers, readAt: plane.clock.now(), fault: null }),
        (error: Error) => Object.assign(known, { fault: error.message.replace(/\. Next: .*$/s, "") }),
      );
    }
    return {
      list: serverModels(known.servers, { findings, shares, isStale: known.fault !== null }),
      readAt: known.readAt,
      fault: known.fault,
    };
  };
}
