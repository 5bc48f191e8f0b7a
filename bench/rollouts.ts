import { type Account, registerImage } from "../rehearsal/account.ts";
import { openFleet, webFleet } from "../rehearsal/fleet.ts";
import { CONTROL_PLANE, openRehearsal, type Rehearsal } from "../rehearsal/rehearsal.ts";
import { imageSource } from "../src/domain/decide/wanted.ts";
import { readFleet } from "../src/ledger/fleets.ts";
import { converge } from "../src/rollout/convergence/converge.ts";
import { recordNamed } from "../src/rollout/declared/record-declared.ts";
import { raiseLimit } from "../simulator/services/elbv2/account-limits.ts";

/** What one rollout of the bench fleet took. */
export interface MeasuredRollout {
  readonly servers: number;
  readonly awsCalls: number;
  readonly callsByAction: Readonly<Record<string, number>>;
  readonly elapsedSeconds: number;
  readonly lowerBoundSeconds: number;
  readonly elapsedRatio: number;
  readonly transitions: number;
  readonly requestsLost: number;
  readonly realSeconds: number;
}

const BOOT = 40;
const HEALTHY = 15;
const DRAIN = 60;
const BAKE = 300;
/** Between three steps there are two pauses. */
const PAUSES = 2 * 30;
const REQUESTS_PER_SECOND = 100;
const SCRIPT = {
  "sim:boot-seconds": String(BOOT),
  "sim:healthy-seconds": String(HEALTHY),
  "sim:command-seconds": "1",
};

/** Replaces a fleet of so many servers once, with no history to learn the pace from, and measures it. */
export async function measureRollout(servers: number): Promise<MeasuredRollout> {
  const began = performance.now();
  const rehearsal = openRehearsal({ seed: servers });
  const { simulator } = rehearsal;
  // 1,000 targets a load balancer is the default; a team with 1,000 servers has had it raised.
  raiseLimit(simulator.world, "targets-per-application-load-balancer", 2 * Math.max(500, servers));
  return simulator.drive(
    (async () => {
      const { account } = await openFleet(
        rehearsal,
        {
          name: "bench",
          servers,
          image: SCRIPT,
          loadBalancer: "application",
          checkIntervalSeconds: 5,
          drainSeconds: DRAIN,
        },
        (found) => webFleet(found, "bench"),
      );
      const rollout = await replaceOnce(rehearsal, account);
      return { servers, ...rollout, realSeconds: (performance.now() - began) / 1000 };
    })(),
  );
}

async function replaceOnce(
  rehearsal: Rehearsal,
  account: Account,
): Promise<Omit<MeasuredRollout, "servers" | "realSeconds">> {
  const { simulator, engine, traffic } = rehearsal;
  rehearsal.listening = false;
  const image = await registerImage(simulator, "bench-2", SCRIPT);
  traffic.start({ listenerArn: account.listener, requestsPerSecond: REQUESTS_PER_SECOND });
  const start = simulator.clock.now();
  const declared = await readFleet(rehearsal.ledger, "bench");
  if (declared === undefined) throw new Error("The bench fleet is not declared.");
  const source = imageSource(declared.fleet.image);
  const named = { image, madeAt: null, source, by: "bench", evidence: {}, takesNewest: false };
  await recordNamed("bench", named, rehearsal.runtime);
  const { execution } = (await converge("bench", { actor: "bench" }, rehearsal.runtime)) ?? {};
  const { status, transitions, cause } = await engine.settled(execution ?? "none");
  if (status !== "SUCCEEDED") throw new Error(`The bench rollout ended ${status}: ${cause}`);
  const elapsedSeconds = (simulator.clock.now() - start) / 1000;
  const calls = simulator.calls.records.filter(({ caller }) => caller === CONTROL_PLANE);
  const during = calls.filter(({ at }) => at >= start);
  const lowerBoundSeconds = launchSeconds(rehearsal, image) + BOOT + HEALTHY + PAUSES + BAKE + DRAIN;
  return {
    awsCalls: during.length,
    callsByAction: countByAction(during),
    elapsedSeconds,
    lowerBoundSeconds,
    elapsedRatio: elapsedSeconds / lowerBoundSeconds,
    transitions,
    requestsLost: traffic.report().lost,
  };
}

/** The longest that one of green's servers was pending: all are launched at once. */
export function launchSeconds({ simulator }: Rehearsal, image: string): number {
  const green = [...simulator.world.state.instances.values()].filter(({ imageId }) => imageId === image);
  return Math.max(
    ...green.map(({ launchedAt, runningAt }) => ((runningAt ?? launchedAt) - launchedAt) / 1000),
  );
}

export function countByAction(
  calls: readonly { readonly service: string; readonly action: string }[],
): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { service, action } of calls)
    counts[`${service}:${action}`] = (counts[`${service}:${action}`] ?? 0) + 1;
  return counts;
}
