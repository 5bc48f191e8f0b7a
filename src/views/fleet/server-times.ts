import { fleetOf } from "../../domain/declaration/fleet-of.ts";
import type { Generation } from "../../domain/generation.ts";
import { TYPICAL_HEALTHY_SECONDS } from "../../domain/poll-interval.ts";
import type { RolloutRecord } from "../../domain/run/rollout.ts";

/** By what a server that is not healthy is told from one that is not healthy yet. In seconds. */
export interface ServerTimes {
  /** Since its launch, or its generation's where that of the server is not known. */
  readonly elapsed: number;
  /** Until it should be healthy, as the fleet's servers took last. */
  readonly expected: number;
  /** Until it has to be. */
  readonly deadline: number;
  /** All servers of its generation were healthy once. */
  readonly wasHealthy: boolean;
  /** Whether traffic goes to its generation. */
  readonly hasTraffic: boolean;
}

/** Where no rollout says otherwise: the two deadlines that a declaration has by default. */
const DEADLINE_SECONDS = 1800;

interface Beside {
  /** All generations of the fleet that are there. */
  readonly generations: readonly Generation[];
  /** The newest rollout, open or ended. */
  readonly rollout: RolloutRecord | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** The times that hold for the servers of a generation. */
export function serverTimes(generation: Generation, { generations, rollout, now }: Beside): ServerTimes {
  const { number, createdAt, healthySeconds, state } = generation;
  const open = rollout?.endedAt === null ? rollout : undefined;
  const before = generations.find((each) => each.number < number && each.healthySeconds !== null);
  const declared = open?.declaration == null ? null : fleetOf(open.declaration).deadlines;
  return {
    elapsed: (now - createdAt) / 1000,
    expected: healthySeconds ?? before?.healthySeconds ?? TYPICAL_HEALTHY_SECONDS,
    deadline: declared === null ? DEADLINE_SECONDS : declared.launch + declared.validate,
    wasHealthy: healthySeconds !== null || state !== "launching",
    // One that could go neither on nor back has ended, and moved no traffic since.
    hasTraffic: hasTraffic(generation, rollout?.outcome === "needs-person" ? rollout : open),
  };
}

/** As the rollout was last set; without one the live generation has it all. What has no target group nobody can say: it counts as served. */
function hasTraffic({ number, state, targetGroup }: Generation, set: RolloutRecord | undefined): boolean {
  if (targetGroup === null) return state === "live" || state === "launching";
  if (set?.green === number) return set.traffic.setPercent > 0;
  if (set?.blue === number) return set.traffic.setPercent < 100;
  return state === "live";
}
