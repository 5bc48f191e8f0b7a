import { setZoneCapacity, terminateInstances } from "../simulator/services/ec2/launch.ts";
import type { RolloutRecord } from "../src/domain/rollout.ts";
import { type Bus, openBus } from "./bus.ts";
import { drawPlan } from "./draw-plan.ts";
import { faultKinds, type FaultWork } from "./faults.ts";
import { furnish } from "./furnish.ts";
import type { Violation } from "./judge.ts";
import { openRollouts } from "./ledger-view.ts";
import { addPlane } from "./planes.ts";
import { playHistory } from "./play.ts";
import type { Plan } from "./plan.ts";
import { restSeconds } from "./rest-bound.ts";
import { openStage, type Stage } from "./stage.ts";
import { createRandom } from "../simulator/world/random.ts";

export interface RunOptions {
  readonly seed: number;
  /** Faults by name, instead of drawn ones. */
  readonly faults?: readonly string[] | undefined;
  /** Keeps every line of the history, for a person to read. */
  readonly keepHistory?: boolean;
  /** Instead of the plan that the seed draws. */
  readonly plan?: Plan;
}

export interface RunResult {
  readonly seed: number;
  readonly plan: Plan;
  /** SHA-256 of everything that happened. */
  readonly fingerprint: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly violation: Violation | undefined;
  readonly history: readonly string[];
  readonly calls: number;
  readonly virtualSeconds: number;
}

/** Plays one run to rest. The same options give the same history byte for byte. */
export async function runSeed(options: RunOptions): Promise<RunResult> {
  const { seed, faults, keepHistory = false } = options;
  const plan = options.plan ?? drawPlan(seed, faults);
  const lag = plan.faults.some(({ name }) => name === "stale-reads");
  const stage = openStage({ seed, plan, lag, keepHistory });
  const began = stage.clock.now();
  const { judge, simulator } = stage;
  const whole = Promise.race([perform(stage), judge.violated]);
  try {
    await simulator.drive(whole);
  } catch (error) {
    judge.blame("error", error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
  for (const { outcome } of stage.view.rollouts.values()) stage.count(`rollout ${outcome ?? "open"}`);
  return {
    seed,
    plan,
    fingerprint: stage.history.fingerprint(),
    counts: Object.fromEntries(stage.counts),
    violation: judge.violation,
    history: stage.history.last(),
    calls: simulator.calls.records.length,
    virtualSeconds: (stage.clock.now() - began) / 1000,
  };
}

/** Setup, then the faulty phase, then a calm one in which everything has to come to rest. */
async function perform(stage: Stage): Promise<void> {
  const { plan, clock, judge } = stage;
  await furnish(stage);
  addPlane(stage);
  const bus = openBus(stage);
  for (const { name, rate, seed } of plan.faults) {
    faultKinds.get(name)?.begin(workOn({ stage, bus, rate, random: createRandom(seed) }));
  }
  playHistory(stage);
  if (plan.traffic) {
    stage.simulator.traffic.start({ listenerArn: stage.account.listener, requestsPerSecond: 20 });
  }
  await clock.sleep(plan.faultySeconds * 1000);
  calm(stage, bus);
  await untilRest(stage, bus);
}

/** Gives a fault kind its times: within the faulty phase, and then it is over. */
function workOn(work: Omit<FaultWork, "atTimes">): FaultWork {
  const { stage, random } = work;
  const { world } = stage.simulator;
  return {
    ...work,
    atTimes: (count, act) => {
      for (let left = count; left > 0; left -= 1) {
        world.after(random.integer(1, stage.plan.faultySeconds), () => {
          if (!stage.calm) act();
        });
      }
    },
  };
}

function calm(stage: Stage, bus: Bus): void {
  stage.note("calm");
  stage.calm = true;
  const { world } = stage.simulator;
  for (const { zone } of world.state.subnets.values()) setZoneCapacity(world, zone, true);
  bus.redrive();
  if (stage.planes.length === 0) addPlane(stage);
}

/** Two sweeps long nothing may run before it counts as rest. */
const QUIET_MS = 660_000;
const LOOK_MS = 30_000;

async function untilRest(stage: Stage, bus: Bus): Promise<void> {
  const { clock, judge } = stage;
  const until = clock.now() + restSeconds(stage.plan) * 1000;
  let quietSince: number | undefined;
  for (;;) {
    await clock.sleep(LOOK_MS);
    replaceSick(stage);
    const why = whatRuns(stage, bus);
    if (why === undefined) quietSince ??= clock.now();
    else quietSince = undefined;
    if (quietSince !== undefined && clock.now() - quietSince >= QUIET_MS) return judge.rest();
    if (clock.now() > until) return judge.blame("rest", `not at rest ${restSeconds(stage.plan)} s after the last fault: ${why}`);
  }
}

/** Who watches the account takes out servers that fail their checks, where their group does not. */
function replaceSick({ simulator: { world } }: Stage): void {
  const since = world.now() - SICK_MS;
  const sick = [...world.state.instances.values()].filter(
    ({ state, sickAt }) => state === "running" && sickAt !== null && sickAt < since,
  );
  terminateInstances(world, sick.map(({ id }) => id), "Client.UserInitiatedShutdown: it fails its checks");
}
const SICK_MS = 120_000;

/** A rollout from which somebody took what it needs waits for a person, and says so over and over. */
const isWaitingForSomebody = ({ sight, clock }: Stage, { phase, waiting }: RolloutRecord): boolean =>
  sight.excused.has("stuck") && phase === "RollBack" && waiting !== null && waiting.until > clock.now() - LOOK_MS;

function whatRuns(stage: Stage, bus: Bus): string | undefined {
  const { planes, view } = stage;
  const running = planes.flatMap(({ engine }) => engine.running());
  const [open] = openRollouts(view);
  if (open && isWaitingForSomebody(stage, open)) return undefined;
  if (open) return `${open.id} stands in ${open.phase}: ${open.waiting?.reason ?? open.failure?.reason ?? "working"}`;
  if (running.length > 0) return `${running.join(", ")} runs`;
  if (bus.pending() > 0) return `${bus.pending()} events are on their way`;
  if (view.waiting) return `a request of ${view.waiting.by} waits`;
  return view.lease?.owner ? `${view.lease.owner} holds the lease` : undefined;
}
