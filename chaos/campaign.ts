import { Worker } from "node:worker_threads";
import type { ChaosOptions } from "./options.ts";
import type { WorkerAnswer, WorkerTask } from "./worker.ts";

export interface CampaignReport {
  readonly runs: number;
  readonly firstSeed: number;
  readonly seconds: number;
  readonly calls: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly violations: readonly WorkerAnswer[];
}

/** Two cores are what everybody has. */
const WORKERS = 2;
/** Handed to a worker ahead of time, so that it never waits. */
const AHEAD = 2;

/** Runs many seeds in a row on two threads. `onProgress` is told after each run. */
export async function runCampaign(
  { runs, seed, minutes, faults }: Pick<ChaosOptions, "runs" | "seed" | "minutes" | "faults">,
  onProgress: (soFar: CampaignReport) => void,
): Promise<CampaignReport> {
  const began = performance.now();
  const until = minutes === undefined ? Number.POSITIVE_INFINITY : began + minutes * 60_000;
  const counts: Record<string, number> = {};
  const violations: WorkerAnswer[] = [];
  let [next, done, calls] = [0, 0, 0];
  const report = (): CampaignReport => ({
    runs: done,
    firstSeed: seed,
    seconds: (performance.now() - began) / 1000,
    calls,
    counts,
    violations,
  });
  const take = (answer: WorkerAnswer): void => {
    done += 1;
    calls += answer.calls;
    for (const [name, count] of Object.entries(answer.counts)) counts[name] = (counts[name] ?? 0) + count;
    if (answer.violation) violations.push(answer);
    onProgress(report());
  };
  const nextSeed = (): number | undefined =>
    next >= runs || performance.now() >= until ? undefined : (seed + next++) % 0x7fffffff;
  await Promise.all(Array.from({ length: Math.min(WORKERS, runs) }, () => work({ faults }, nextSeed, take)));
  return report();
}

function work(
  task: WorkerTask,
  nextSeed: () => number | undefined,
  take: (answer: WorkerAnswer) => void,
): Promise<void> {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { workerData: task });
  let underWay = 0;
  return new Promise((resolve, reject) => {
    const feed = (): void => {
      while (underWay < AHEAD) {
        const seed = nextSeed();
        if (seed === undefined) break;
        underWay += 1;
        worker.postMessage(seed);
      }
      if (underWay === 0) void worker.terminate().then(() => resolve());
    };
    worker.on("message", (answer: WorkerAnswer) => {
      underWay -= 1;
      take(answer);
      feed();
    });
    worker.on("error", reject);
    feed();
  });
}
