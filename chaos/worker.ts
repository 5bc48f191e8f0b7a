import { parentPort, workerData } from "node:worker_threads";
import { type RunResult, runSeed } from "./run-seed.ts";

/** What a campaign hands to each of its workers. */
export interface WorkerTask {
  readonly faults: readonly string[] | undefined;
}

/** What a worker answers for one seed. */
export type WorkerAnswer = Omit<RunResult, "plan" | "history"> & { readonly faults: readonly string[] };

const { faults } = workerData as WorkerTask;

parentPort?.on("message", (seed: number) => {
  void runSeed({ seed, faults }).then(({ plan, history: _, ...result }) => {
    const answer: WorkerAnswer = { ...result, faults: plan.faults.map(({ name }) => name) };
    parentPort?.postMessage(answer);
  });
});
