import type { CallRecord } from "../../simulator/calls/call-log.ts";
import type { Denial } from "../../simulator/iam/enforce-iam.ts";
import type { WorldEvent } from "../../simulator/world/world.ts";
import type { Entry } from "../../src/ledger/entries.ts";
import type { Invocation } from "../processes/invocation.ts";
import type { History } from "../world/history.ts";
import type { CheckerInput } from "./checker-input.ts";
import type { Change, Invariant, Sent } from "./invariant.ts";

export interface Violation {
  readonly at: number;
  readonly invariant: string;
  readonly what: string;
  /** The last twenty happenings, or all of them. */
  readonly before: readonly string[];
}

interface Arrived {
  readonly call: Readonly<Omit<CallRecord, "outcome">>;
  readonly invocation: Invocation;
  readonly sent: Sent;
  readonly entry: Change["entry"];
  readonly lagSeconds: number;
}

interface Decided {
  readonly entry: Entry;
  readonly invocation: Invocation;
  readonly lagSeconds: number;
}

/** Holds the invariants against everything that happens. The first violation is the run's; what follows it is not judged. */
export interface Judge {
  readonly violation: Violation | undefined;
  /** Resolves at the first violation. */
  readonly violated: Promise<void>;
  change(arrived: Arrived): void;
  worldEvent(worldEvent: WorldEvent): void;
  decided(decided: Decided): void;
  denied(task: string, denial: Denial): void;
  written(sort: string): void;
  rest(): void;
  /** Takes down what no invariant said: a run that does not come to rest, code that broke. */
  report(invariant: string, what: string): void;
}

/** Of 200 runs the busiest had a sixth of them: 27,000 with 164 servers; 1,700 with 14. */
const mostEvents = (servers: number): number => 20_000 + 1000 * servers;

export function openJudge(invariants: readonly Invariant[], input: CheckerInput, history: History): Judge {
  let violation: Violation | undefined;
  const found = Promise.withResolvers<void>();
  const report = (invariant: string, what: string): void => {
    if (violation !== undefined) return;
    violation = { at: input.world.now(), invariant, what, before: history.last() };
    found.resolve();
  };
  const ask = (question: (invariant: Invariant) => string | undefined): void => {
    if (violation !== undefined) return;
    for (const invariant of invariants) {
      const what = question(invariant);
      if (what !== undefined) return report(invariant.name, what);
    }
  };
  const most = mostEvents(input.plan.fleet.servers);
  let events = 0;
  const countEvent = (): void => {
    events += 1;
    if (events > most) report("rest", `${most} happenings and writes: the run does not end`);
  };
  const byHook = {
    change: invariants.filter((each) => each.change),
    worldEvent: invariants.filter((each) => each.worldEvent),
    written: invariants.filter((each) => each.written),
  };
  return {
    get violation() {
      return violation;
    },
    violated: found.promise,
    change: ({ lagSeconds, ...arrived }) => {
      if (violation !== undefined) return;
      const { call, invocation } = arrived;
      const since = sinceOf(invocation, lagSeconds);
      const rollout = input.view.rollouts.get(rolloutOf(invocation));
      const change: Change = { ...arrived, since, rollout };
      for (const invariant of byHook.change) {
        const what = invariant.change?.(change, input);
        if (what !== undefined)
          return report(invariant.name, `${call.action} by ${invocation.task}: ${what}`);
      }
    },
    worldEvent: (worldEvent) => {
      countEvent();
      if (violation !== undefined || byHook.worldEvent.length === 0) return;
      ask((invariant) => invariant.worldEvent?.(worldEvent, input));
    },
    decided: ({ entry, invocation, lagSeconds }) => {
      const rollout = input.view.rollouts.get(entry.rollout ?? "");
      if (rollout === undefined) return;
      const decision = { entry, rollout, since: sinceOf(invocation, lagSeconds) };
      ask((invariant) => invariant.decided?.(decision, input));
    },
    denied: (task, denial) => ask((invariant) => invariant.denied?.(task, denial)),
    written: (sort) => {
      countEvent();
      if (violation === undefined) ask((invariant) => invariant.written?.(sort, input));
    },
    rest: () => ask((invariant) => invariant.rest?.(input)),
    report,
  };
}

/** A read that lags is answered from the copy before its moment, and copies are a second apart. */
const COPY_SECONDS = 1;
const sinceOf = ({ startedAt }: Invocation, lagSeconds: number): number =>
  startedAt - (lagSeconds === 0 ? 0 : lagSeconds + COPY_SECONDS) * 1000;

/** The rollout a task works on, as the machine's file hands it over. */
export function rolloutOf({ input }: Invocation): string {
  const { rollout, execution } = input as {
    readonly rollout?: string;
    readonly execution?: { readonly admitted?: { readonly rollout?: string } };
  };
  return execution?.admitted?.rollout ?? rollout ?? "";
}
