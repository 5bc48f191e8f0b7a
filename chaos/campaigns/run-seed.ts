import type { Simulator } from "../../simulator/simulator.ts";
import { createRandom } from "../../simulator/world/random.ts";
import { endStateOf } from "../checkers/end-state.ts";
import type { RolloutRecord } from "../../src/domain/run/rollout.ts";
import type { JudgedSeconds } from "../checkers/judged/judged-time.ts";
import type { Violation } from "../checkers/judge.ts";
import { drawPlan } from "../draws/draw-plan.ts";
import type { Plan } from "../draws/plan.ts";
import type { CallFaultOf } from "../faults/call-fault.ts";
import { faultKinds } from "../faults.ts";
import { addControlPlane } from "../processes/control-planes.ts";
import { rolesOnce } from "../processes/enforced-roles.ts";
import { type Bus, openBus } from "../world/bus.ts";
import { furnish, putSchedule } from "../world/furnish.ts";
import { takeStrangersDown } from "../world/strangers/furnish-strangers.ts";
import { scheduleHands } from "../world/people/hands.ts";
import { openWorld } from "../world/open-world.ts";
import { furnishNeighbours, scheduleAcknowledgement } from "../world/neighbours.ts";
import { scheduleOperatorActions } from "../world/operator-actions.ts";
import { scheduleKeeps } from "../world/people/keeps.ts";
import { answerAsks } from "../world/people/answers.ts";
import { scheduleLogins } from "../world/people/logins.ts";
import { scheduleNotices } from "../world/people/notices.ts";
import { openScans } from "../world/scans.ts";
import { endFaults, untilQuiescent } from "../world/quiescence.ts";
import type { ChaosWorld } from "../world/world.ts";

interface RunOptions {
  readonly seed: number;
  /** Faults by name, instead of drawn ones. */
  readonly faults?: readonly string[] | undefined;
  /** Keeps every line of the history, for a person to read. */
  readonly keepHistory?: boolean;
  /** Instead of the plan that the seed draws. */
  readonly plan?: Plan;
  /** Faults of calls and writes beside the plan's; they do not end with the faulty phase. */
  readonly callFaults?: (chaos: ChaosWorld) => CallFaultOf;
  /** Names of checkers that are left out. Default: none is. */
  readonly without?: readonly string[] | undefined;
  /** Calls go over the wire: slower, and the same in all that matters. Default false. */
  readonly wire?: boolean;
  /** Reads may be answered as of an earlier moment. Default: when the plan has such a fault. */
  readonly lag?: boolean;
  /** What somebody does at quiescence; the run then waits for quiescence once more. */
  readonly atQuiescence?: (chaos: ChaosWorld) => Promise<void>;
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
  /** When things began to be asked for and to go wrong. */
  readonly faultyFrom: number;
  /** In the order in which they were admitted. */
  readonly rollouts: readonly Pick<RolloutRecord, "startedAt" | "endedAt" | "outcome">[];
  /** What the world is at the end: names, numbers, ids and times aside. */
  readonly endState: string;
  /** Changes that the control plane made, by action. */
  readonly changes: Readonly<Record<string, number>>;
  /** Seconds judged, by checker. */
  readonly judged: Readonly<Record<string, JudgedSeconds>>;
  /** What users asked for. Nobody asks where there is no load balancer. */
  readonly requests: Requests;
}

interface Requests {
  readonly sent: number;
  readonly lost: number;
  readonly lostByReason: Readonly<Record<string, number>>;
}

/** Faults under which a read may be answered as of an earlier moment. */
const LAGGING = new Set(["stale-reads", "answers-lost"]);

/** Runs one seed until quiescence. The same options give the same history byte for byte. */
export async function runSeed(options: RunOptions): Promise<RunResult> {
  const { seed, faults, keepHistory = false, wire = false, without = [] } = options;
  const plan = options.plan ?? drawPlan(seed, faults);
  const lag = options.lag ?? plan.faults.some(({ name }) => LAGGING.has(name));
  const chaos = openWorld({ seed, plan, lag, keepHistory, wire, without, roles: await rolesOnce() });
  const began = chaos.clock.now();
  const { judge, simulator } = chaos;
  try {
    await simulator.drive(Promise.race([perform(chaos, options), judge.violated]));
  } catch (error) {
    judge.report("error", error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
  for (const { outcome } of chaos.view.rollouts.values()) chaos.count(`rollout ${outcome ?? "open"}`);
  return {
    seed,
    plan,
    fingerprint: chaos.history.fingerprint(),
    counts: Object.fromEntries(chaos.counts),
    violation: judge.violation,
    history: chaos.history.last(),
    calls: simulator.calls.records.length,
    faultyFrom: chaos.faultyFrom,
    rollouts: [...chaos.view.rollouts.values()].map(({ startedAt, endedAt, outcome }) => ({
      startedAt,
      endedAt,
      outcome,
    })),
    virtualSeconds: (chaos.clock.now() - began) / 1000,
    endState: chaos.account === undefined ? "" : endStateOf(chaos),
    changes: changesOf(chaos),
    judged: judge.judged(),
    requests: requestsOf(simulator, plan),
  };
}

const REQUESTS_PER_SECOND = 20;

/** Setup, then the faulty phase, then one without faults, in which the run has to reach quiescence. */
async function perform(chaos: ChaosWorld, { callFaults, atQuiescence }: RunOptions): Promise<void> {
  const { plan, clock } = chaos;
  await furnish(chaos);
  await furnishNeighbours(chaos);
  takeStrangersDown(chaos);
  addControlPlane(chaos);
  const bus = openBus(chaos);
  for (const fault of plan.faults) beginFault(chaos, bus, fault);
  if (callFaults) chaos.injectAlways(callFaults(chaos));
  chaos.faultyFrom = clock.now();
  await putSchedule(chaos);
  answerAsks(chaos);
  scheduleOperatorActions(chaos);
  openScans(chaos);
  scheduleHands(chaos);
  scheduleKeeps(chaos);
  scheduleLogins(chaos);
  scheduleNotices(chaos);
  scheduleAcknowledgement(chaos);
  // Where nothing serves yet nobody comes.
  if (plan.traffic || serves(plan))
    for (const arn of chaos.account.pairs.flatMap(({ rules }) => rules))
      chaos.simulator.traffic.start({
        ...(arn.includes(":listener-rule/") ? { ruleArn: arn } : { listenerArn: arn }),
        requestsPerSecond: REQUESTS_PER_SECOND,
        measured: plan.traffic,
      });
  await clock.sleep(plan.faultySeconds * 1000);
  endFaults(chaos, bus);
  await untilQuiescent(chaos, bus);
  if (atQuiescence === undefined || chaos.judge.violation) return;
  await atQuiescence(chaos);
  await untilQuiescent(chaos, bus);
}

const serves = ({ fleet }: Plan): boolean => fleet.servers > 0 && !fleet.firstGeneration;

/** Gives a fault kind its chance and its times: within the faulty phase, and then it is over. */
function beginFault(chaos: ChaosWorld, bus: Bus, { name, rate, seed }: Plan["faults"][number]): void {
  const random = createRandom(seed);
  const atTimes = (count: number, act: () => void): void => {
    for (let left = count; left > 0; left -= 1) {
      chaos.simulator.world.after(random.integer(1, chaos.plan.faultySeconds), () => {
        if (!chaos.faultsEnded) act();
      });
    }
  };
  faultKinds.get(name)?.begin({ chaos, bus, rate, random, atTimes });
}

/** Of a fleet of no servers every request is lost, whoever asks: that says nothing. */
function requestsOf({ traffic }: Simulator, { fleet }: Plan): Requests {
  if (fleet.servers === 0) return { sent: 0, lost: 0, lostByReason: {} };
  const { sent, lost, lostByReason } = traffic.report();
  return { sent, lost, lostByReason };
}

function changesOf({ simulator, invocations }: ChaosWorld): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { caller, kind, action, outcome } of simulator.calls.records) {
    if (kind === "write" && outcome === "ok" && invocations.has(caller) && action !== "PutEvents")
      counts[action] = (counts[action] ?? 0) + 1;
  }
  return counts;
}
