import { registerImage } from "../../rehearsal/account.ts";
import { isControlPlane, openRehearsal, type Rehearsal } from "../../rehearsal/rehearsal.ts";
import { raiseGroupLimit } from "../../simulator/services/auto-scaling/groups/create-group.ts";
import { createRandom } from "../../simulator/world/random.ts";
import { type FleetDeclaration, fleetSchema } from "../../src/domain/declaration/fleet.ts";
import { declareFleet } from "../../src/ledger/fleets.ts";
import { writeGeneration } from "../../src/ledger/generations.ts";
import { rollouts } from "../../src/ledger/runs/rollouts.ts";
import { furnishFleets, type SmallFleet } from "./account.ts";
import { type Drawn, drawnFrom } from "./buckets.ts";
import { type EngineCounts, watchEngine } from "./engine-watch.ts";

/** What it took to replace many fleets at once. Times in seconds, of the simulated account unless said. */
interface MeasuredLoad extends EngineCounts {
  readonly fleets: number;
  readonly succeeded: number;
  readonly calls: number;
  readonly throttledCalls: number;
  readonly elapsedSeconds: number;
  /** From its request to its end, for the fleet in the middle and for the last one. */
  readonly medianSeconds: number;
  readonly slowestSeconds: number;
  /** The slowest of the strategies, when it is the only fleet. */
  readonly aloneSeconds: number;
  /** What the slowest bucket needs for the calls that were answered. */
  readonly boundSeconds: number;
  readonly addedSeconds: number;
  readonly buckets: readonly Drawn[];
  readonly realSeconds: number;
}

const SCRIPT = { "sim:boot-seconds": "40", "sim:healthy-seconds": "15" };
/** All requests come within this time. */
const RUSH_MS = 60_000;
const SETTLING_MS = 300_000;

/** Replaces so many small fleets at once under the account's quotas, and measures it. */
export async function measureLoad(fleets: number, seed = 1): Promise<MeasuredLoad> {
  const began = performance.now();
  const alone = fleets > 3 ? (await measureLoad(3, seed)).elapsedSeconds : 0;
  const watch = watchEngine();
  const rehearsal = openRehearsal({ seed, onState: watch.onState, aroundTask: watch.aroundTask });
  const { simulator } = rehearsal;
  rehearsal.listening = false;
  watch.clock = simulator.clock;
  // 500 groups is the default; an account with 1,000 fleets, each twice while it is replaced, has had it raised.
  raiseGroupLimit(simulator.world, 500 + 2 * fleets);
  const { since, waited } = await simulator.drive(replaceAll(rehearsal, fleets, seed));
  const during = simulator.calls.records.filter(({ caller, at }) => isControlPlane(caller) && at >= since);
  const elapsedSeconds = (simulator.clock.now() - since) / 1000;
  const buckets = drawnFrom(during.filter(({ outcome }) => outcome === "ok"));
  const boundSeconds = buckets[0]?.boundSeconds ?? 0;
  return {
    fleets,
    succeeded: waited.filter(({ succeeded }) => succeeded).length,
    ...watch.counts(),
    calls: during.length,
    throttledCalls: during.filter(({ outcome }) => THROTTLED.has(outcome)).length,
    elapsedSeconds,
    ...spread(waited.map(({ seconds }) => seconds)),
    aloneSeconds: alone,
    boundSeconds,
    addedSeconds: elapsedSeconds - boundSeconds,
    buckets,
    realSeconds: (performance.now() - began) / 1000,
  };
}

const THROTTLED = new Set(["Throttling", "RequestLimitExceeded", "ThrottlingException"]);

interface Waited {
  readonly seconds: number;
  readonly succeeded: boolean;
}

/** Furnishes the fleets, publishes an image and replaces all of them. `since`: when the first could begin. */
async function replaceAll(
  rehearsal: Rehearsal,
  fleets: number,
  seed: number,
): Promise<{ readonly since: number; readonly waited: Waited[] }> {
  const { simulator } = rehearsal;
  const first = await registerImage(simulator, "first", SCRIPT);
  const furnished = await furnishFleets(simulator, fleets, first);
  for (const fleet of furnished) await adopt(rehearsal, fleet, first);
  const image = await registerImage(simulator, "second", SCRIPT);
  await simulator.clock.sleep(SETTLING_MS);
  const since = simulator.clock.now();
  return { since, waited: await rush(rehearsal, furnished, { image, seed }) };
}

/** Starts one rollout of each fleet at an instant of its own, and waits until all have ended. */
async function rush(
  { engine, ledger, simulator }: Rehearsal,
  fleets: readonly SmallFleet[],
  { image, seed }: { readonly image: string; readonly seed: number },
): Promise<Waited[]> {
  const { clock } = simulator;
  const chance = createRandom(seed ^ 0x6c6f6164);
  return Promise.all(
    fleets.map(async ({ name }) => {
      await clock.sleep(chance.integer(0, RUSH_MS));
      const at = clock.now();
      const request = { reason: "image", image, force: false, by: "load", at, evidence: {} } as const;
      await engine.start("rollout", `${name}-1`, { fleet: name, request });
      await engine.settled(`${name}-1`);
      const [newest] = await rollouts.list(ledger, name);
      return { seconds: (clock.now() - at) / 1000, succeeded: newest?.run.outcome === "succeeded" };
    }),
  );
}

function spread(seconds: readonly number[]): Pick<MeasuredLoad, "medianSeconds" | "slowestSeconds"> {
  const sorted = seconds.toSorted((a, b) => a - b);
  return { medianSeconds: sorted[sorted.length >> 1] ?? 0, slowestSeconds: sorted.at(-1) ?? 0 };
}

/** As after `moult fleet adopt`, whose reads are not what is measured here. */
async function adopt({ ledger, simulator }: Rehearsal, fleet: SmallFleet, image: string): Promise<void> {
  const { name, template, targetGroups } = fleet;
  const now = simulator.clock.now();
  await declareFleet(ledger, { declaration: declarationOf(fleet), by: "load", now }, "absent");
  const generation = {
    fleet: name,
    number: 1,
    group: name,
    template: { id: template, version: 1, baseVersion: 1, ownedByMoult: false },
    image,
    targetGroup: targetGroups[0] ?? null,
    trafficPlace: null,
    state: "live",
    reason: "adopted",
    createdAt: now,
    healthySeconds: null,
  } as const;
  await writeGeneration(ledger, generation, "absent");
}

function declarationOf({ name, strategy, template, rule, targetGroups }: SmallFleet): FleetDeclaration {
  const [targetGroup = "", second = ""] = targetGroups;
  const traffic = {
    none: { strategy: "none" as const },
    "target-group": { strategy: "target-group" as const, targetGroup },
    "alb-weighted": {
      strategy: "alb-weighted" as const,
      rule,
      targetGroups: [targetGroup, second] as [string, string],
      steps: ["10%", "100%"],
      pause: "30s",
    },
  }[strategy];
  const declaration: FleetDeclaration = {
    fleet: name,
    template,
    image: { channel: "/images/shared" },
    traffic,
    gates: [{ kind: "instance-status" }, { kind: "target-health" }],
    bake: "5m",
    retire: { drain: "60s" },
  };
  fleetSchema.parse(declaration);
  return declaration;
}
