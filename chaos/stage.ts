import type { ExecutionNews } from "../src/engine/embedded-engine.ts";
import type { Clock } from "../src/domain/clock.ts";
import type { Ledger } from "../src/ledger/ledger.ts";
import { emitStatus } from "../rehearsal/rehearsal.ts";
import type { Account } from "../rehearsal/account.ts";
import type { CallRecord } from "../simulator/call-log.ts";
import type { Fault } from "../simulator/faults.ts";
import { createSimulator, type Simulator } from "../simulator/simulator.ts";
import { createRandom, type Random } from "../simulator/world/random.ts";
import type { BusEvent } from "../simulator/world/world.ts";
import { carryingNow } from "./carrying.ts";
import type { ControlPlane } from "./control-plane.ts";
import type { Asked, Fate, FateOf } from "./fate.ts";
import { type History, openHistory } from "./history.ts";
import { openInvariants } from "./invariants.ts";
import { faultOf, type Invocation } from "./invocation.ts";
import { type Judge, openJudge } from "./judge.ts";
import { emptyView, follow, isFrozen, type LedgerView } from "./ledger-view.ts";
import { openMemoryLedger, type WatchedLedger } from "./memory-ledger.ts";
import { type Person, openPerson } from "./person.ts";
import type { Plan } from "./plan.ts";
import { trackServing } from "./serving-tracker.ts";
import type { Excuse, Sent, Sight } from "./sight.ts";
import { tellingLedger } from "./telling-ledger.ts";

/** Seconds by which a read may lag (design 6: up to ten). */
export const MOST_LAG_SECONDS = 10;

export interface StageOptions {
  readonly seed: number;
  readonly plan: Plan;
  /** Reads may be answered as of an earlier moment. */
  readonly lag: boolean;
  readonly keepHistory: boolean;
}

/** Calls that change nothing of a fleet: telling the bus. */
const TELLING = new Set(["PutEvents"]);

/** One simulated account with one ledger, the control planes on it, and everyone who watches or disturbs them. */
export interface Stage {
  readonly seed: number;
  readonly plan: Plan;
  readonly simulator: Simulator;
  readonly clock: Clock;
  readonly ledger: WatchedLedger;
  readonly view: LedgerView;
  readonly history: History;
  readonly random: Random;
  readonly person: Person;
  readonly judge: Judge;
  readonly sight: Sight;
  /** Set once the account is furnished. */
  account: Account;
  /** The control planes that live, the first one first. */
  readonly planes: ControlPlane[];
  /** How many were opened so far. */
  opened: number;
  /** How often each kind of fault befell something, and what came of rollouts. */
  readonly counts: Map<string, number>;
  /** Nothing goes wrong any more. */
  calm: boolean;
  /** Invocations by the name under which they call. */
  readonly invocations: Map<string, Invocation>;
  /** How many are under way. */
  readonly busy: () => number;
  readonly excuse: (...what: readonly Excuse[]) => void;
  readonly count: (what: string) => void;
  readonly note: (what: string) => void;
  readonly onFate: (fateOf: FateOf) => void;
  /** Like `onFate`, also while it is calm, and asked first. */
  readonly befall: (fateOf: FateOf) => void;
  /** Whether a step's look is left out this time; the machine waits and looks again. */
  skips: (task: string) => boolean;
  readonly onBusEvent: (listener: (event: BusEvent) => void) => void;
  readonly begin: (invocation: Invocation) => void;
  readonly ended: (invocation: Invocation) => void;
  readonly fateOf: (asked: Asked) => Fate | undefined;
  readonly onSend: (invocation: Invocation) => void;
  readonly onStatus: (process: string, news: ExecutionNews) => void;
  readonly onState: (execution: string, state: string) => void;
  readonly withTelling: (ledger: Ledger, invocation: Invocation) => Ledger;
}

/** Sets the stage: an empty account, an empty ledger, and the invariants looking on. */
export function openStage(options: StageOptions): Stage {
  const { seed, plan } = options;
  const history = openHistory(options.keepHistory);
  const invocations = new Map<string, Invocation>();
  const sentBy = new Map<string, Sent[]>();
  const simulator = createSimulator({ seed, history: options.lag, faults: (call) => arrival(call) });
  const { world, clock } = simulator;
  const view = emptyView();
  const ledger = openMemoryLedger();
  const serving = trackServing(world, view, () => carryingNow(world, stage.account, plan.fleet));
  const excused = new Set<Excuse>();
  const counts = new Map<string, number>();
  const fates: FateOf[] = [];
  let busy = 0;
  const note = (what: string): void => history.add(clock.now(), what);
  const sight: Sight = {
    plan,
    world,
    view,
    serving,
    excused,
    get account() {
      return stage.account;
    },
  };
  const judge = openJudge(openInvariants(), sight, history);

  const arrival = (call: Readonly<Omit<CallRecord, "outcome">>): Fault | undefined => {
    const { caller, service, action, kind, input } = call;
    const invocation = invocations.get(caller);
    // What the team's own clients send has tokens of chance in it; what the control plane sends has none.
    note(`${caller} ${service}:${action} ${invocation && kind === "write" ? JSON.stringify(input) : ""}`);
    serving.look();
    if (invocation === undefined) return undefined;
    const sent = sentBy.get(caller)?.shift();
    const fault = faultOf(invocation, kind, service);
    if (fault?.kind === "stale") stage.count("stale-read");
    if (kind === "read" || TELLING.has(action)) return fault;
    const entry = invocation.told.shift();
    if (fault?.kind !== "error" && sent !== undefined) {
      judge.change({ call, invocation, sent, entry, lagSeconds: options.lag ? MOST_LAG_SECONDS : 0 });
    }
    return fault;
  };

  const stage: Stage = {
    seed,
    plan,
    simulator,
    clock,
    ledger,
    view,
    history,
    random: createRandom(seed ^ 0x6d6f756c),
    person: openPerson(simulator),
    judge,
    sight,
    account: undefined as unknown as Account,
    planes: [],
    opened: 0,
    skips: () => false,
    counts,
    calm: false,
    invocations,
    busy: () => busy,
    excuse: (...what) => what.forEach((each) => excused.add(each)),
    count: (what) => void counts.set(what, (counts.get(what) ?? 0) + 1),
    note,
    onFate: (fateOf) => void fates.push((asked) => (stage.calm ? undefined : fateOf(asked))),
    befall: (fateOf) => void fates.unshift(fateOf),
    onBusEvent: (listener) => world.onEvent(listener),
    begin: (invocation) => {
      busy += 1;
      invocations.set(invocation.caller, invocation);
      sentBy.set(invocation.caller, []);
      note(`${invocation.caller} begins ${invocation.task}`);
    },
    ended: (invocation) => {
      busy -= 1;
      note(`${invocation.caller} ends`);
    },
    fateOf: (asked) => {
      for (const fateOf of fates) {
        const fate = fateOf(asked);
        if (fate === undefined) continue;
        note(`${asked.process} ${asked.task} ${asked.medium} ${asked.what}: ${JSON.stringify(fate)}`);
        return fate;
      }
      return undefined;
    },
    onSend: ({ caller }) => {
      const frozen = isFrozen(view, clock.now());
      sentBy.get(caller)?.push({ at: clock.now(), lease: view.lease, frozen });
    },
    onStatus: (process, news) => {
      note(
        `${process} execution ${news.name} ${news.status} ${news.result?.error ?? ""} ${news.result?.cause ?? ""}`,
      );
      emitStatus(simulator, news);
    },
    onState: (execution, state) => note(`${execution} enters ${state}`),
    withTelling: tellingLedger,
  };
  world.onHappening((happening) => {
    serving.follow(happening);
    note(`${happening.service} ${happening.kind} ${happening.subject}`);
    judge.happening(happening);
  });
  ledger.onWrite((key, body) => {
    follow(view, key, body);
    note(`ledger ${key.sort} ${body === undefined ? "removed" : summaryOf(key.sort, body)}`);
    judge.written(key.sort);
  });
  return stage;
}

/** Entries in words; records in whole, since the fingerprint covers them. */
function summaryOf(sort: string, body: Readonly<Record<string, unknown>>): string {
  if (!sort.startsWith("entry#")) return JSON.stringify(body);
  return `${String(body["phase"])} ${String(body["kind"])} ${String(body["action"] ?? "")} ${String(body["reason"])}`;
}
