import { type AccountPlan, registerImage } from "../../rehearsal/account.ts";
import { openFleet, webFleet } from "../../rehearsal/fleet.ts";
import { CONTROL_PLANE, openRehearsal, type Rehearsal } from "../../rehearsal/rehearsal.ts";
import { WHOLE_MS } from "../../simulator/services/cloudwatch/arrival.ts";
import { imageSource } from "../../src/domain/decide/wanted.ts";
import { readFleet } from "../../src/ledger/fleets.ts";
import { rollouts } from "../../src/ledger/runs/rollouts.ts";
import { converge } from "../../src/rollout/convergence/converge.ts";
import { recordNamed } from "../../src/rollout/declared/record-declared.ts";
import { countByAction, launchSeconds } from "../rollouts.ts";
import type { DrawnRelease } from "./draw-rollout.ts";

/** One rollout of ten servers through the whole machine, with all gates and the metric gate. */
export interface WholeRollout {
  readonly outcome: string;
  readonly isBlamed: boolean;
  /** The most of the traffic that green had. */
  readonly percent: number;
  readonly awsCalls: number;
  readonly callsByAction: Readonly<Record<string, number>>;
  readonly elapsedSeconds: number;
  readonly lowerBoundSeconds: number;
}

interface WholePlan {
  readonly seed: number;
  readonly release: DrawnRelease;
  /** Seconds after a whole minute at which the rollout begins: how its steps lie to CloudWatch's minutes. */
  readonly offset: number;
  /** Requests meet by chance what they meet, from this seed; left out: each share gets exactly what it is due. */
  readonly chanceSeed?: number;
}

const SERVERS = 10;
const BOOT = 40;
const HEALTHY = 15;
const DRAIN = 60;
const BAKE = 300;
const REQUESTS_PER_SECOND = 100;
const MIN_REQUESTS = 500;
const PAUSE = 30;
const PERIOD = 60;
const METRIC_GATE = {
  kind: "metric" as const,
  metric: "target-5xx" as const,
  worseThanBlue: "2x",
  max: "1%",
  minRequests: MIN_REQUESTS,
};

export async function wholeRollout(plan: WholePlan): Promise<WholeRollout> {
  const rehearsal = openRehearsal({ seed: plan.seed });
  return rehearsal.simulator.drive(carry(rehearsal, plan));
}

async function carry(rehearsal: Rehearsal, plan: WholePlan): Promise<WholeRollout> {
  const { simulator, traffic } = rehearsal;
  const { account } = await openFleet(rehearsal, accountOf(plan), (found) => {
    const declared = webFleet(found, "bench");
    return { ...declared, gates: [...(declared.gates ?? []), METRIC_GATE] };
  });
  rehearsal.listening = false;
  const image = await registerImage(simulator, "bench-2", script(plan.release.green));
  const chance = plan.chanceSeed === undefined ? {} : { chanceSeed: plan.chanceSeed };
  traffic.start({ listenerArn: account.listener, requestsPerSecond: REQUESTS_PER_SECOND, ...chance });
  // Blue has served for a while, and its alarm knows it.
  await simulator.clock.sleep(16 * 60_000 - (simulator.clock.now() % 60_000) + plan.offset * 1000);
  const start = simulator.clock.now();
  const percent = await replaceBy(image, rehearsal);
  const run = await newest(rehearsal);
  const calls = simulator.calls.records.filter(({ caller, at }) => caller === CONTROL_PLANE && at >= start);
  const steps = stepSeconds(10) + stepSeconds(50);
  return {
    outcome: run?.outcome ?? "none",
    isBlamed: run?.failure?.imageAtFault ?? false,
    percent,
    awsCalls: calls.length,
    callsByAction: countByAction(calls),
    elapsedSeconds: (simulator.clock.now() - start) / 1000,
    lowerBoundSeconds: launchSeconds(rehearsal, image) + BOOT + HEALTHY + steps + BAKE + DRAIN,
  };
}

const accountOf = ({ release }: WholePlan): AccountPlan => ({
  name: "bench",
  servers: SERVERS,
  image: script(release.blue),
  loadBalancer: "application",
  checkIntervalSeconds: 5,
  drainSeconds: DRAIN,
});

/** Carries one rollout to its end; answers the most of the traffic that green had. */
async function replaceBy(image: string, rehearsal: Rehearsal): Promise<number> {
  const { simulator, engine, ledger, runtime } = rehearsal;
  const declared = await readFleet(ledger, "bench");
  if (declared === undefined) throw new Error("The bench fleet is not declared.");
  const source = imageSource(declared.fleet.image);
  const named = { image, madeAt: null, source, by: "bench", evidence: {}, takesNewest: false };
  await recordNamed("bench", named, runtime);
  const { execution } = (await converge("bench", { actor: "bench" }, runtime)) ?? {};
  let percent = 0;
  let isOver = false;
  const settled = engine.settled(execution ?? "none").finally(() => {
    isOver = true;
  });
  while (!isOver) {
    await Promise.race([settled, simulator.clock.sleep(5000)]);
    percent = Math.max(percent, (await newest(rehearsal))?.traffic.setPercent ?? 0);
  }
  return percent;
}

const newest = async ({ ledger }: Rehearsal) => (await rollouts.list(ledger, "bench"))[0]?.run;

/** A step lasts at least its pause, and until enough requests, one whole period and the metric's delay have passed. */
const stepSeconds = (percent: number): number =>
  Math.max(PAUSE, (MIN_REQUESTS * 100) / (REQUESTS_PER_SECOND * percent) + PERIOD + WHOLE_MS / 1000);

const script = (errorRate: number) => ({
  "sim:boot-seconds": String(BOOT),
  "sim:healthy-seconds": String(HEALTHY),
  "sim:command-seconds": "1",
  "sim:error-rate": errorRate.toFixed(6),
});
