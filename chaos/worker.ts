import { parentPort, workerData } from "node:worker_threads";
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

parentPort?.on("message", (seed: number) => {
  void runSeed({ seed, faults }).then((result) => {
    const { fingerprint, counts, violation, calls } = result;
    const names = result.plan.faults.map(({ name }) => name);
    const answer: WorkerAnswer = { seed, fingerprint, counts, violation, calls, faults: names };
    parentPort?.postMessage(answer);
  });
});
