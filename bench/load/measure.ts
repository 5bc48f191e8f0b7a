import { registerImage } from "../../rehearsal/account.ts";
import { DETECTOR, isControlPlane, openRehearsal, type Rehearsal } from "../../rehearsal/rehearsal.ts";
import { raiseGroupLimit } from "../../simulator/services/auto-scaling/groups/create-group.ts";
import { type FleetDeclaration, fleetSchema } from "../../src/domain/declaration/fleet.ts";
import { declareFleet } from "../../src/ledger/fleets.ts";
import { writeGeneration } from "../../src/ledger/generations.ts";
import { rollouts } from "../../src/ledger/runs/rollouts.ts";
import { furnishFleets, type SmallFleet } from "./account.ts";
import { announceImage, CHANNEL } from "./announce.ts";
import { type Drawn, drawnFrom } from "./buckets.ts";
import { type EngineCounts, watchEngine } from "./engine-watch.ts";

/** What it took to replace many fleets at once. Times in seconds, of the simulated account unless said. */
interface MeasuredLoad extends EngineCounts {
  readonly fleets: number;
  readonly succeeded: number;
  /** Executions that the one event started. */
  readonly starts: number;
  /** DescribeImages of the detector, for all fleets together. */
  readonly detectorDescribes: number;
  readonly calls: number;
  readonly throttledCalls: number;
  readonly elapsedSeconds: number;
  /** From the event to its end, for the fleet in the middle and for the last one. */
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
  const { since, waited, starts } = await simulator.drive(replaceAll(rehearsal, fleets, watch.onStart));
  const later = simulator.calls.records.filter(({ at }) => at >= since);
  const during = later.filter(({ caller }) => isControlPlane(caller) || caller === DETECTOR);
  const described = during.filter(({ caller, action }) => caller === DETECTOR && action === "DescribeImages");
  const elapsedSeconds = (simulator.clock.now() - since) / 1000;
  const buckets = drawnFrom(during.filter(({ outcome }) => outcome === "ok"));
  const boundSeconds = buckets[0]?.boundSeconds ?? 0;
  return {
    fleets,
    succeeded: waited.filter(({ succeeded }) => succeeded).length,
    starts,
    detectorDescribes: described.length,
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

interface Replaced {
  /** When the event was delivered. */
  readonly since: number;
  readonly waited: readonly Waited[];
  readonly starts: number;
}

/** Furnishes the fleets, publishes an image on their channel and waits until all that its event started has ended. */
export async function replaceAll(
  rehearsal: Rehearsal,
  fleets: number,
  onStart: () => void,
): Promise<Replaced> {
  const { simulator } = rehearsal;
  const first = await registerImage(simulator, "first", SCRIPT);
  const furnished = await furnishFleets(simulator, fleets, first);
  for (const fleet of furnished) await adopt(rehearsal, fleet, first);
  const image = await registerImage(simulator, "second", SCRIPT);
  await simulator.clock.sleep(SETTLING_MS);
  const { since, started } = await announceImage(rehearsal, image, onStart);
  const waited = await Promise.all(
    furnished.map(({ name }) => replaced(rehearsal, name, { since, started })),
  );
  return { since, waited, starts: started.size };
}

/** Waits until the rollout of a fleet has ended. One that the event did not start is not replaced. */
async function replaced(
  { engine, ledger, simulator: { clock } }: Rehearsal,
  fleet: string,
  { since, started }: Awaited<ReturnType<typeof announceImage>>,
): Promise<Waited> {
  const execution = started.get(fleet);
  if (execution !== undefined) await engine.settled(execution);
  const [newest] = await rollouts.list(ledger, fleet);
  return { seconds: (clock.now() - since) / 1000, succeeded: newest?.run.outcome === "succeeded" };
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
    expectations: null,
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
    image: { channel: CHANNEL },
    traffic,
    gates: [{ kind: "instance-status" }, { kind: "target-health" }],
    bake: "5m",
    retire: { drain: "60s" },
  };
  fleetSchema.parse(declaration);
  return declaration;
}
