import { workerData } from "node:worker_threads";
import { answerInOrder } from "./in-order.ts";
import { type RunResult, runSeed } from "./run-seed.ts";

/** What a campaign hands to each of its workers. */
export interface WorkerTask {
  readonly faults: readonly string[] | undefined;
}

/** What a worker answers for one seed. */
export interface WorkerAnswer
  extends Pick<RunResult, "seed" | "fingerprint" | "counts" | "violation" | "calls"> {
  readonly faults: readonly string[];
}

const { faults } = workerData as WorkerTask;

answerInOrder<number, WorkerAnswer>(async (seed) => {
  const { plan, fingerprint, counts, violation, calls } = await runSeed({ seed, faults });
  return { seed, fingerprint, counts, violation, calls, faults: plan.faults.map(({ name }) => name) };
});
