import { AsyncLocalStorage } from "node:async_hooks";
import { carryingNow } from "../../../../chaos/checkers/carrying.ts";
import type { OutcomeInput } from "../../../../chaos/checkers/checker-input.ts";
import { type Judge, openJudge } from "../../../../chaos/checkers/judge.ts";
import { openOutcomes } from "../../../../chaos/checkers/outcomes.ts";
import { type Said, saidBy } from "../../../../chaos/checkers/spoken/said.ts";
import { trackServing } from "../../../../chaos/checkers/serving-tracker.ts";
import type { Invocation } from "../../../../chaos/processes/invocation.ts";
import { beginLifetime } from "../../../../chaos/processes/process-lifetime.ts";
import { emptyView, isFrozen, type LedgerView } from "../../../../chaos/world/ledger-view.ts";
import { isControlPlane, type RehearsalOptions } from "../../../../rehearsal/rehearsal.ts";
import type { CallRecord } from "../../../../simulator/calls/call-log.ts";
import type { Fault } from "../../../../simulator/calls/faults.ts";
import { openSqliteLedger } from "../../../../src/ledger/stores/sqlite-ledger.ts";
import type { Web } from "../harness.ts";
import { seenLedger } from "./seen-ledger.ts";

/** What the invariants of outcomes say of a scenario. */
interface Judged {
  /** What the rehearsal is opened with, so that it is seen what happens in it. */
  readonly options: RehearsalOptions;
  /** Looks on from now on. */
  watch(web: Web): void;
  /** Resolves as `told` does; rejects as soon as an invariant is violated. */
  unlessViolated(told: Promise<void>): Promise<void>;
}

interface Seen {
  readonly view: LedgerView;
  readonly disturbances: Map<string, number>;
  readonly said: Said[];
  /** The Task that is at work. */
  readonly tasks: AsyncLocalStorage<Invocation>;
  readonly now: () => number;
  readonly judge: () => Judge | undefined;
}

/**
 * Holds the invariants of outcomes (chaos/checkers/outcomes.ts) against all that happens in a scenario. What they let pass is
 * theirs to say, by what has gone wrong: no scenario can have itself left out.
 */
export function judgeOutcomes(given: RehearsalOptions): Judged {
  let web: Web | undefined;
  let judge: Judge | undefined;
  const seen: Seen = {
    view: emptyView(),
    disturbances: new Map(),
    said: [],
    tasks: new AsyncLocalStorage(),
    now: () => web?.simulator.clock.now() ?? 0,
    judge: () => judge,
  };
  return {
    options: watchedOptions(given, seen),
    watch: (watched) => {
      web = watched;
      const input = inputOf(watched, seen);
      judge = openJudge({ invariants: openOutcomes(), input, mostEvents: Infinity }, { last: () => [] });
      watched.simulator.world.onEvent((event) => {
        const said = saidBy(event, seen.now());
        if (said !== undefined) seen.said.push(said);
      });
      watched.simulator.world.onWorldEvent((worldEvent) => {
        input.serving.follow(worldEvent);
        if (worldEvent.kind === "rule-modified") input.serving.look();
        judge?.worldEvent(worldEvent);
      });
    },
    unlessViolated: async (told) => {
      await Promise.race([told, judge?.violated ?? told]);
      if (judge?.violation === undefined) return told;
      const { at, invariant, what } = judge.violation;
      throw new Error(`VIOLATION of ${invariant} at ${new Date(at).toISOString()}: ${what}`);
    },
  };
}

function watchedOptions(given: RehearsalOptions, seen: Seen): RehearsalOptions {
  const { tasks, now } = seen;
  const invocation = (): Invocation | undefined => tasks.getStore();
  return {
    ...given,
    ledger: seenLedger(given.ledger ?? openSqliteLedger(":memory:"), { ...seen, invocation }),
    aroundTask: (resource, run, task) => {
      const begun = beginInvocation(resource, task, now());
      const inside = (): Promise<unknown> => tasks.run(begun, run);
      return given.aroundTask?.(resource, inside, task) ?? inside();
    },
    faults: (call) => {
      const fault = given.faults?.(call);
      arrives(call, fault, seen);
      return fault;
    },
    onStatus: (news) => {
      given.onStatus?.(news);
      const isStopped = news.status === "ABORTED" || news.status === "TIMED_OUT";
      if (isStopped) seen.disturbances.set("executions-stopped", now());
    },
  };
}

/** What the chaos calls that which went wrong with a call (chaos/faults). */
const FAULTS: Readonly<Record<Fault["kind"], string>> = {
  error: "service-errors",
  lost: "answers-lost",
  delay: "lambda-stalls a while",
  stale: "stale-reads",
};

/** Takes down what goes wrong with a call and what people change; a Task's own change is judged. */
function arrives(
  call: Readonly<Omit<CallRecord, "outcome">>,
  fault: Fault | undefined,
  { disturbances, tasks, view, now, judge }: Seen,
): void {
  const isOurs = isControlPlane(call.caller);
  const isChange = call.kind === "write" && call.service !== "events";
  const invocation = tasks.getStore();
  if (isOurs && fault !== undefined) disturbances.set(FAULTS[fault.kind], now());
  if (!isOurs && isChange) disturbances.set("somebody-edits", now());
  if (!isOurs || invocation === undefined) return;
  if (fault !== undefined) invocation.isDisturbed = true;
  if (!isChange || fault?.kind === "error") return;
  const sent = { at: now(), leases: [], frozen: isFrozen(view, now()) };
  judge()?.change({ call, invocation, sent, entry: undefined, lagSeconds: 0 });
}

/** An engine has a name in the chaos; here there is one. */
const ENGINE = "e1";

const beginInvocation = (
  task: string,
  { input, execution }: Pick<Invocation, "input"> & { readonly execution: string },
  startedAt: number,
): Invocation => ({
  caller: "moult",
  process: ENGINE,
  execution: `${ENGINE}/${execution}`,
  task,
  input,
  startedAt,
  lifetime: beginLifetime(),
  underWay: [],
  isDisturbed: false,
  recorded: [],
});

function inputOf(web: Web, { view, disturbances, said }: Seen): OutcomeInput {
  const { world } = web.simulator;
  const fleet = { strategy: web.plan.strategy ?? "alb-weighted" };
  return {
    plan: { fleet },
    world,
    view,
    disturbances,
    said,
    get disturbedAt() {
      return Math.max(0, ...disturbances.values());
    },
    serving: trackServing(world, view, () => carryingNow(world, web.account, fleet)),
    running: () =>
      web.engine.running().flatMap((each) => (each.startsWith("scan-") ? [] : `${ENGINE}/${each}`)),
    // Its one engine waits for each.
    underWay: () => [],
    pausedUntil: () => 0,
    // Who tells a scenario may do anything to its servers: what a rollout comes to it says itself.
    isQuiet: () => false,
    get account() {
      return web.account;
    },
  };
}
