import type { Account } from "../../rehearsal/account.ts";
import type { FunctionRoles } from "../../rehearsal/function-roles.ts";
import { emitStatus } from "../../rehearsal/rehearsal.ts";
import type { CallRecord } from "../../simulator/calls/call-log.ts";
import type { Fault } from "../../simulator/calls/faults.ts";
import { createSimulator } from "../../simulator/simulator.ts";
import { createRandom } from "../../simulator/world/random.ts";
import type { World } from "../../simulator/world/world.ts";
import { carryingNow } from "../checkers/carrying.ts";
import type { CheckerInput, Exemption } from "../checkers/checker-input.ts";
import { openJudge } from "../checkers/judge.ts";
import { trackServing } from "../checkers/serving-tracker.ts";
import { openInvariants } from "../checkers.ts";
import type { Plan } from "../draws/plan.ts";
import { enforceRoles } from "../processes/enforced-roles.ts";
import { openInvocations } from "../processes/invocations.ts";
import { observedLedger } from "../processes/observed-ledger.ts";
import { openHistory } from "./history.ts";
import { emptyView, follow, type LedgerView } from "./ledger-view.ts";
import { openMemoryLedger } from "./memory-ledger.ts";
import { openOperator } from "./operator.ts";
import { type ChaosWorld, MOST_LAG_SECONDS } from "./world.ts";

export interface WorldOptions {
  readonly seed: number;
  readonly plan: Plan;
  /** Reads may be answered as of an earlier moment. */
  readonly lag: boolean;
  readonly keepHistory: boolean;
  /** Calls go over the wire, as the SDK writes them, instead of around it. */
  readonly wire: boolean;
  /** The roles that every function of the control plane calls under. */
  readonly roles: FunctionRoles;
}

/** Where somebody stops one execution after the other, sixty take over from each other at most. */
const MOST_EXECUTIONS = 300;

/** Sets the stage: an empty account, an empty ledger, and the invariants looking on. */
export function openWorld({
  seed,
  plan,
  lag,
  keepHistory,
  wire,
  roles: functions,
}: WorldOptions): ChaosWorld {
  const history = openHistory(keepHistory);
  const roles = enforceRoles({
    roles: functions,
    invocationOf: (caller) => chaos.invocations.get(caller),
    onDenial: (task, denial) => chaos.judge.denied(task, denial),
    goneIsDenied: seed % 2 === 0,
  });
  const { authorize } = roles;
  const simulator = createSimulator({
    seed,
    direct: !wire,
    history: lag,
    authorize,
    faults: (call) => arrival(call),
  });
  const { world, clock } = simulator;
  const note = (what: string): void => history.add(clock.now(), what);
  const view = emptyView();
  const ledger = openMemoryLedger();
  const input = openSight(world, { plan, view, account: () => chaos.account });
  const lagSeconds = lag ? MOST_LAG_SECONDS : 0;
  const judge = openJudge(openInvariants(), input, history);
  const counts = new Map<string, number>();
  const count = (what: string): void => void counts.set(what, (counts.get(what) ?? 0) + 1);
  const faultsEnded = (): boolean => chaos.faultsEnded;
  const { arrives, ...invoking } = openInvocations({ clock, view, judge, note, count, lag, faultsEnded });
  const arrival = (call: Readonly<Omit<CallRecord, "outcome">>): Fault | undefined => {
    input.serving.look();
    return arrives(call);
  };
  let started = 0;
  const chaos: ChaosWorld = {
    ...invoking,
    seed,
    plan,
    simulator,
    clock,
    ledger,
    view,
    history,
    random: createRandom(seed ^ 0x6d6f756c),
    operator: openOperator(simulator),
    judge,
    input,
    account: undefined as unknown as Account,
    planes: [],
    opened: 0,
    skips: () => false,
    roles,
    counts,
    faultsEnded: false,
    exempt: (...what) => what.forEach((each) => input.exempted.add(each)),
    count,
    note,
    onBusEvent: (listener) => world.onEvent(listener),
    onStatus: (process, news) => {
      const { error = "", cause = "" } = news.result ?? {};
      note(`${process} execution ${news.name} ${news.status} ${error} ${cause}`);
      if (news.status === "RUNNING" && (started += 1) > MOST_EXECUTIONS)
        judge.report("rest", `${MOST_EXECUTIONS} executions have been started: the run does not end`);
      emitStatus(simulator, news);
    },
    onState: (execution, state) => note(`${execution} enters ${state}`),
    withTelling: (inner, invocation) =>
      observedLedger(inner, invocation, (entry) => judge.decided({ entry, invocation, lagSeconds })),
  };
  watch(chaos);
  return chaos;
}

/** What the invariants look at. */
function openSight(
  world: World,
  {
    plan,
    view,
    account,
  }: { readonly plan: Plan; readonly view: LedgerView; readonly account: () => Account },
): CheckerInput & { readonly exempted: Set<Exemption> } {
  return {
    plan,
    world,
    view,
    serving: trackServing(world, view, () => carryingNow(world, account(), plan.fleet)),
    exempted: new Set<Exemption>(),
    get account() {
      return account();
    },
  };
}

/** Everything that happens and everything that is written is noted, and held against the invariants. */
function watch({ simulator, input, note, judge, ledger, view }: ChaosWorld): void {
  simulator.world.onHappening((worldEvent) => {
    input.serving.follow(worldEvent);
    // Who has traffic is taken down as it changes: the next call may come much later.
    if (worldEvent.kind === "rule-modified") input.serving.look();
    note(`${worldEvent.service} ${worldEvent.kind} ${worldEvent.subject}`);
    judge.worldEvent(worldEvent);
  });
  ledger.onWrite((key, body) => {
    follow(view, key, body, simulator.clock.now());
    note(`ledger ${key.sort} ${body === undefined ? "removed" : summaryOf(key.sort, body)}`);
    judge.written(key.sort);
  });
}

/** Entries in words; records in whole, since the fingerprint covers them. */
function summaryOf(sort: string, body: Readonly<Record<string, unknown>>): string {
  if (!sort.startsWith("entry#")) return JSON.stringify(body);
  const { phase, kind, action = "", reason } = body as Readonly<Record<string, string | null>>;
  return `${phase} ${kind} ${action} ${reason}`;
}
