import type { FleetSummary } from "../domain/explain/fleet-summary.ts";
import type { Run } from "../domain/run/run.ts";
import type { RunStore } from "../ledger/runs/run-store.ts";
import type { ExecutionInput, StepContext } from "./step.ts";

/** What the frame of a step has to know of one kind of run. */
export interface RunKind<R extends Run> {
  /** The machine that carries it: `statemachines/<machine>.asl.yml`. */
  readonly machine: string;
  readonly runs: RunStore<R>;
  /** The states of the machine that do something, in the order a run passes them. */
  readonly phases: readonly R["phase"][];
  /** The states that end a run: the one that undoes it, if there is one, and the one that closes it. */
  readonly ending: { readonly undo: R["phase"] | null; readonly close: R["phase"] };
  /** From where on the only way is forward. Null: a run can be undone until it is closed. */
  readonly pointOfNoReturn: PointOfNoReturn<R> | null;
  /** Whether a run whose execution died goes on where it stands, rather than being undone. */
  takesUp?(run: R): boolean;
  /** Number of the generation that the run's lease is about. Not there: a run of this kind has the whole fleet's lease. */
  generationOf?(run: R): number;
  /** What an execution is started with that takes a run up. Not there: it is undone, from `recover` on. */
  takeUpInput?(run: R): ExecutionInput;
  /** The run with its declared times moved on by those milliseconds in which nobody looked. Not there: it has none. */
  afterUnwatched?(run: R, unwatchedMs: number): R;
  /** The run with the time counted that has passed since it was written; `isFrozen`: it waited for a freeze. Not there: nobody counts it. */
  countTime?(run: R, now: number, isFrozen: boolean): R;
  /** What a list shows of a fleet while this run is open. Null: it stands beside what the fleet does, and a list does not speak of it. */
  summaryOf(run: R, now: number): FleetSummary | null;
  /** Why a run has to end that nobody asked to end; null when nothing stands against it. */
  stop(run: R, context: Pick<StepContext, "ledger" | "clock">): Promise<Stop | null>;
}

/** Why a run is undone. */
export interface Stop {
  /** By name: it decides whether the run is tried again. */
  readonly error: string;
  /** In words. */
  readonly reason: string;
}

interface PointOfNoReturn<R extends Run> {
  /** The first state behind it: a run's deadline does not count there any more. */
  readonly phase: R["phase"];
  isPassed(run: R): boolean;
  /** What a state before it answers that is entered again by a redrive. */
  readonly passedReason: string;
}
