import { openFleet, webFleet } from "../../rehearsal/fleet.ts";
import { CONTROL_PLANE, openRehearsal, type Rehearsal, scanOnce } from "../../rehearsal/rehearsal.ts";
import { raiseLimit } from "../../simulator/services/elbv2/account-limits.ts";
import type { RecycleRecord } from "../../src/domain/run/recycle.ts";
import { recycles } from "../../src/ledger/runs/recycles.ts";
import { countByAction } from "../rollouts.ts";
import type { RecycleCase } from "./cases.ts";
import { type Watched, watchServers } from "./watch-servers.ts";

/** What it took to replace the servers that were due. */
export interface MeasuredRecycle {
  readonly servers: number;
  readonly replaced: number;
  readonly awsCalls: number;
  readonly elapsedRatio: number;
  readonly requestsLost: number;
  readonly leastInService: number;
  readonly mostAtOnce: number;
  /** Servers that went though one of their zone was due earlier and went in a later batch. */
  readonly outOfOrder: number;
  readonly batches: number;
  readonly elapsedSeconds: number;
  readonly callsByAction: Readonly<Record<string, number>>;
}

const NAME = "bench";
const BOOT = 40;
const HEALTHY = 15;
const DRAIN = 60;
const HANDOFF = 30;
/** From the hook's answer until the group has registered the server, and until it is checked first: health that no gate can see before. */
const PROCEED = 2;
const CHECK = 5;
const REQUESTS_PER_SECOND = 100;
const SCRIPT = {
  "sim:boot-seconds": String(BOOT),
  "sim:healthy-seconds": String(HEALTHY),
  "sim:command-seconds": "1",
  "sim:command-seconds:handoff": String(HANDOFF),
};
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const AGE = { max: "30d", jitter: "0%" };

/** Has a fleet scanned of which so many servers have come of age, and measures the recycle that follows. */
export async function measureRecycle(given: RecycleCase): Promise<MeasuredRecycle> {
  const begins: { at?: number } = {};
  const rehearsal = openRehearsal({
    seed: given.servers,
    onState: (_execution, state) => {
      if (state === "AdmitRecycle") begins.at ??= rehearsal.simulator.clock.now();
    },
  });
  const { simulator } = rehearsal;
  // A team with more than 1,000 servers has had both raised.
  for (const limit of ["targets-per-application-load-balancer", "targets-per-target-group"] as const)
    raiseLimit(simulator.world, limit, 2 * Math.max(500, given.servers));
  return simulator.drive(
    (async () => {
      const { account } = await openAgingFleet(rehearsal, given);
      rehearsal.listening = false;
      const due = growOld(rehearsal, given);
      const [targetGroup = ""] = account.targetGroups;
      const seen = watchServers(simulator, { group: account.group, targetGroup, due: new Set(due.keys()) });
      rehearsal.traffic.start({ listenerArn: account.listener, requestsPerSecond: REQUESTS_PER_SECOND });
      await scanOnce(rehearsal);
      await rehearsal.settled();
      const [run] = (await recycles.list(rehearsal.ledger, NAME)).map((each) => each.run);
      if (run?.outcome !== "succeeded")
        throw new Error(`The recycle ended ${run?.outcome}: ${run?.failure?.reason}`);
      return measured(rehearsal, { given, run, due, seen, from: begins.at ?? 0 });
    })(),
  );
}

/** A fleet whose servers are replaced in place when they come of age. */
const openAgingFleet = (rehearsal: Rehearsal, { servers, atOnce }: RecycleCase) =>
  openFleet(
    rehearsal,
    {
      name: NAME,
      servers,
      image: SCRIPT,
      loadBalancer: "application",
      checkIntervalSeconds: CHECK,
      drainSeconds: DRAIN,
      tagged: true,
    },
    (found) => ({
      ...webFleet(found, NAME),
      age: AGE,
      recycle: { by: "servers" },
      budget: { atOnce },
      retire: { drain: `${DRAIN}s`, handoff: { command: "handoff", timeout: "5m" } },
    }),
  );

/** The servers that are due, and when each was: one minute after the other, over all zones. */
function growOld({ simulator: { world } }: Rehearsal, { due }: RecycleCase): Map<string, number> {
  const now = world.now();
  const old = [...world.state.instances.values()].filter(({ state }) => state === "running").slice(0, due);
  const dueAt = new Map<string, number>();
  for (const [index, server] of old.entries()) {
    const launchedAt = now - 30 * DAY_MS - (index + 1) * MINUTE_MS;
    Object.assign(server, { attachedAt: launchedAt, launchedAt });
    dueAt.set(server.id, launchedAt + 30 * DAY_MS);
  }
  return dueAt;
}

interface Recycled {
  readonly given: RecycleCase;
  readonly run: RecycleRecord;
  readonly due: ReadonlyMap<string, number>;
  readonly seen: Watched;
  readonly from: number;
}

function measured(rehearsal: Rehearsal, { given, run, due, seen, from }: Recycled): MeasuredRecycle {
  const { simulator, traffic } = rehearsal;
  const calls = simulator.calls.records.filter(({ caller, at }) => caller === CONTROL_PLANE && at >= from);
  const batches = Math.ceil(given.due / given.atOnce);
  const elapsedSeconds = ((run.endedAt ?? 0) - from) / 1000;
  const least =
    batches * (launchSeconds(rehearsal, from) + BOOT + HEALTHY + PROCEED + CHECK + HANDOFF + DRAIN);
  return {
    servers: given.servers,
    replaced: run.replaced.length,
    awsCalls: calls.length,
    elapsedRatio: elapsedSeconds / least,
    requestsLost: traffic.report().lost,
    leastInService: seen.leastInService,
    mostAtOnce: seen.mostAtOnce,
    outOfOrder: outOfOrder(rehearsal, { order: seen.left, due, atOnce: given.atOnce }),
    batches,
    elapsedSeconds,
    callsByAction: countByAction(calls),
  };
}

/** The longest that a substitute was pending. */
function launchSeconds({ simulator }: Rehearsal, from: number): number {
  const substitutes = [...simulator.world.state.instances.values()].filter(
    ({ launchedAt }) => launchedAt >= from,
  );
  return Math.max(
    ...substitutes.map(({ launchedAt, runningAt }) => ((runningAt ?? launchedAt) - launchedAt) / 1000),
  );
}

/** A zone gives no more at once than keeps zones even; within each the most overdue goes first. */
function outOfOrder(
  { simulator }: Rehearsal,
  {
    order,
    due,
    atOnce,
  }: {
    readonly order: readonly string[];
    readonly due: ReadonlyMap<string, number>;
    readonly atOnce: number;
  },
): number {
  const zones = Map.groupBy(order.entries(), ([, id]) => simulator.world.state.instances.get(id)?.zone ?? "");
  let wrong = 0;
  for (const left of zones.values())
    for (const [index, id] of left) {
      const batch = Math.floor(index / atOnce);
      const isLate = left.some(
        ([at, other]) => Math.floor(at / atOnce) < batch && (due.get(other) ?? 0) > (due.get(id) ?? 0),
      );
      if (isLate) wrong += 1;
    }
  return wrong;
}
