import { workerData } from "node:worker_threads";
import { drawnOf } from "../draws/pairs.ts";
import { answerInOrder } from "./in-order.ts";
import { type RunResult, runSeed } from "./run-seed.ts";

/** What a campaign hands to each of its workers. */
export interface WorkerTask {
  readonly faults: readonly string[] | undefined;
  /** Names of checkers that are left out. */
  readonly without: readonly string[];
}

/** What a worker answers for one seed. */
export interface WorkerAnswer
  extends Pick<RunResult, "seed" | "fingerprint" | "counts" | "violation" | "calls" | "requests" | "judged"> {
  readonly faults: readonly string[];
  /** What was drawn for the run, in the words of the table of pairs. */
  readonly drawn: readonly string[];
  /** Servers of the fleet. */
  readonly servers: number;
  /** Real time that it took. */
  readonly seconds: number;
}

const { faults, without } = workerData as WorkerTask;

answerInOrder<number, WorkerAnswer>(async (seed) => {
  const began = performance.now();
  const { plan, fingerprint, counts, violation, calls, requests, judged } = await runSeed({
    seed,
    faults,
    without,
  });
  const seconds = (performance.now() - began) / 1000;
  const { servers } = plan.fleet;
  return {
    seed,
    fingerprint,
    counts,
    violation,
    calls,
    requests,
    judged,
    faults: plan.faults.map(({ name }) => name),
    drawn: drawnOf(plan),
    servers,
    seconds,
  };
});
