import type { Account } from "../../rehearsal/account.ts";
import type { FunctionRoles } from "../../rehearsal/function-roles.ts";
import type { CallRecord } from "../../simulator/calls/call-log.ts";
import type { Fault } from "../../simulator/calls/faults.ts";
import type { Authorize } from "../../simulator/iam/authorize.ts";
import { createSimulator, type Simulator } from "../../simulator/simulator.ts";
import { createRandom } from "../../simulator/world/random.ts";
import type { World } from "../../simulator/world/world.ts";
import { carryingNow } from "../checkers/carrying.ts";
import { isQuietPlan } from "../checkers/declared/quiet-plan.ts";
import { type Judge, openJudge } from "../checkers/judge.ts";
import { trackDecidingStates } from "../checkers/deciding-states.ts";
import { trackScans } from "../checkers/findings/scan-tracker.ts";
import { trackServers } from "../checkers/findings/server-tracker.ts";
import { trackTrouble } from "../checkers/causes/trouble-tracker.ts";
import { trackServing } from "../checkers/serving-tracker.ts";
import { openInvariants } from "../checkers.ts";
import type { Plan } from "../draws/plan.ts";
import { type EnforcedRoles, enforceRoles } from "../processes/enforced-roles.ts";
import { openInvocations } from "../processes/invocations.ts";
import { observedLedger } from "../processes/observed-ledger.ts";
import { openHistory } from "./history.ts";
import { emptyView, type LedgerView, openRecycles } from "./ledger-view.ts";
import { openMemoryLedger } from "./memory-ledger.ts";
import { openOperator } from "./operator.ts";
import { mostEvents } from "./quiescence-bound.ts";
import { isScan } from "./scans.ts";
import { openNews, openNotes, watch } from "./watch.ts";
import { type ChaosWorld, MOST_LAG_SECONDS } from "./world.ts";

interface WorldOptions {
  readonly seed: number;
  readonly plan: Plan;
  /** Reads may be answered as of an earlier moment. */
  readonly lag: boolean;
  readonly keepHistory: boolean;
  /** Calls go over the wire, as the SDK writes them, instead of around it. */
  readonly wire: boolean;
  /** Names of checkers that do not look on. */
  readonly without: readonly string[];
  /** The roles that every function of the control plane calls under. */
  readonly roles: FunctionRoles;
}

/** Opens an empty account and an empty ledger, and has the invariants look on. */
export function openWorld(options: WorldOptions): ChaosWorld {
  const { plan, lag, keepHistory } = options;
  const history = openHistory(keepHistory);
  const roles = openRoles(options, () => chaos);
  const simulator = openSimulator(options, roles.authorize, (call) => {
    input.serving.look();
    return arrives(call);
  });
  const { world, clock } = simulator;
  const view = emptyView();
  const input = openCheckerInput(world, { plan, view, chaos: () => chaos });
  const invariants = openInvariants(options.without);
  const judge = openJudge({ invariants, input, mostEvents: mostEvents(plan) }, history);
  const notes = openNotes(history, clock);
  const faultsEnded = (): boolean => chaos.faultsEnded;
  const { scans } = input;
  const hurt = (): void => chaos.interferes("hurt", "");
  const asked = { clock, view, judge, scans, ...notes, hurt, lag, faultsEnded };
  const { arrives, ...invoking } = openInvocations(asked);
  const chaos: ChaosWorld = {
    ...invoking,
    ...notes,
    ...openNews({ simulator, judge, note: notes.note, plan, input }),
    ...beginningOf(options),
    simulator,
    clock,
    view,
    history,
    operator: openOperator(simulator),
    judge,
    input,
    roles,
    interferes: takeInterferenceDown(world, input),
    onBusEvent: (listener) => world.onEvent(listener),
    observeLedger: observing(judge, lag),
  };
  watch(chaos);
  return chaos;
}

/** A request takes 25 ms to the simulated service; some ask for something else first. */
const ARRIVED_MS = 200;

/** Of sizes also which they are, once the request has come to the group. */
const takeInterferenceDown =
  (world: World, { interference, othersSizes, view }: ChaosWorld["input"]): ChaosWorld["interferes"] =>
  (kind, object) => {
    interference.push({ kind, object, at: world.now() });
    if (kind !== "size") return;
    for (const afterMs of [1, ARRIVED_MS])
      world.after(afterMs, () => {
        const group = world.state.groups.get(object);
        if (group === undefined) return;
        othersSizes.minimum.add(group.minSize);
        othersSizes.desired.add(group.desiredCapacity);
        // What a batch has added leaves with its old servers.
        for (const { batch } of openRecycles(view))
          othersSizes.desired.add(group.desiredCapacity - (batch?.wanted ?? 0));
      });
  };

const observing =
  (judge: Judge, lag: boolean): ChaosWorld["observeLedger"] =>
  (inner, invocation) =>
    observedLedger(inner, invocation, (entry) =>
      judge.decided({ entry, invocation, lagSeconds: lag ? MOST_LAG_SECONDS : 0 }),
    );

/** What a run begins with; `account` is set once it is furnished. */
const beginningOf = ({ seed, plan }: WorldOptions) => ({
  seed,
  plan,
  ledger: openMemoryLedger(),
  random: createRandom(seed ^ 0x6d6f756c),
  account: undefined as unknown as Account,
  controlPlanes: [],
  opened: 0,
  skips: () => false,
  faultyFrom: 0,
  faultsEnded: false,
});

const openRoles = ({ roles, seed }: WorldOptions, chaos: () => ChaosWorld): EnforcedRoles =>
  enforceRoles({
    roles,
    invocationOf: (caller) => chaos().invocations.get(caller),
    onDenial: (task, denial) => chaos().judge.denied(task, denial),
    goneIsDenied: seed % 2 === 0,
  });

const openSimulator = (
  { seed, wire, lag }: WorldOptions,
  authorize: Authorize,
  faults: (call: Readonly<Omit<CallRecord, "outcome">>) => Fault | undefined,
): Simulator => createSimulator({ seed, direct: !wire, history: lag, authorize, faults });

/** What is taken down in the course of a run. */
const nothingYet = () => ({
  published: new Map<string, number[]>(),
  said: [],
  strangers: undefined,
  sweeps: [],
  statuses: new Map<string, string>(),
  blueChanges: [],
  keeps: [],
  logins: [],
  notices: [],
  scheduled: [],
  theirVersions: new Set<number>(),
  interference: [],
  othersSizes: { minimum: new Set<number>(), desired: new Set<number>() },
});

/** What the invariants look at. */
function openCheckerInput(
  world: World,
  { plan, view, chaos }: { readonly plan: Plan; readonly view: LedgerView; readonly chaos: () => ChaosWorld },
): ChaosWorld["input"] {
  const isQuiet = isQuietPlan(plan);
  return {
    plan,
    world,
    view,
    serving: trackServing(world, view, () => carryingNow(world, chaos().account, plan.fleet)),
    deciding: trackDecidingStates(view),
    scans: trackScans(),
    servers: trackServers(world),
    trouble: trackTrouble((alarm) => world.state.alarms.get(alarm)?.state === "ALARM"),
    ...nothingYet(),
    running: () =>
      chaos().controlPlanes.flatMap(({ name, engine }) =>
        engine.running().flatMap((each) => (isScan(each) ? [] : `${name}/${each}`)),
      ),
    underWay: () => [...chaos().invocations.values()].filter(({ isOver }) => !isOver),
    pausedUntil: (execution) =>
      chaos().controlPlanes.find(({ name }) => execution.startsWith(`${name}/`))?.lifetime.pausedUntil ?? 0,
    get disturbedAt() {
      return Math.max(0, ...chaos().disturbances.values());
    },
    get disturbances() {
      return chaos().disturbances;
    },
    isQuiet: () =>
      isQuiet && chaos().input.interference.length === 0 && chaos().input.theirVersions.size === 0,
    get account() {
      return chaos().account;
    },
  };
}
