import { drawPlan } from "../draws/draw-plan.ts";
import { countPairs, drawnOf, type PairCounts } from "../draws/pairs.ts";
import { countRequests, type LostRequests, noRequests } from "./lost-requests.ts";
import { type ChaosOptions, LARGEST_SEED } from "./options.ts";
import { countJudged } from "./judged-share.ts";
import type { JudgedSeconds } from "../checkers/judged/judged-time.ts";
import { runPool } from "./pool.ts";
import type { WorkerAnswer, WorkerTask } from "./worker.ts";

export interface CampaignReport {
  readonly runs: number;
  readonly firstSeed: number;
  readonly seconds: number;
  readonly calls: number;
  readonly counts: Readonly<Record<string, number>>;
  /** How often what is drawn was drawn together, pair by pair. */
  readonly pairs: PairCounts;
  /** What users asked for in all runs, and the run that lost most. */
  readonly requests: LostRequests;
  /** Seconds in which there was something to judge, and in which it was judged, by checker. */
  readonly judged: Readonly<Record<string, JudgedSeconds>>;
  readonly violations: readonly WorkerAnswer[];
  /** Runs of fleets of up to SMALL_SERVERS, and the time of the workers that they took. */
  readonly small: { readonly runs: number; readonly seconds: number };
}

/** The speed of runs depends on the fleet; it is told for fleets as most are. */
export const SMALL_SERVERS = 20;

/** Runs many seeds in a row on two threads. `onProgress` is told after each run. */
export async function runCampaign(
  {
    runs,
    seed,
    minutes,
    faults,
    without,
  }: Pick<ChaosOptions, "runs" | "seed" | "minutes" | "faults" | "without">,
  onProgress: (soFar: CampaignReport) => void,
): Promise<CampaignReport> {
  const began = performance.now();
  const isOver = (): boolean => minutes !== undefined && performance.now() >= began + minutes * 60_000;
  const { report, take } = openSums(seed, began);
  let next = 0;
  await runPool<number, WorkerAnswer>({
    url: new URL("./worker.ts", import.meta.url),
    workerData: { faults, without } satisfies WorkerTask,
    next: () => (next >= runs || isOver() ? undefined : (seed + next++) % LARGEST_SEED),
    take: (answer) => {
      take(answer);
      onProgress(report());
    },
    stalled: (stuck) => stalledAnswer(stuck, faults),
  });
  return report();
}

/** Counts answers in as they come. */
function openSums(firstSeed: number, began: number) {
  const counts: Record<string, number> = {};
  const pairs: PairCounts = {};
  const violations: WorkerAnswer[] = [];
  const requests = noRequests();
  const judged: Record<string, JudgedSeconds> = {};
  const small = { runs: 0, seconds: 0 };
  let [runs, calls] = [0, 0];
  const report = (): CampaignReport => ({
    runs,
    firstSeed,
    seconds: (performance.now() - began) / 1000,
    calls,
    counts,
    pairs,
    requests,
    judged,
    violations,
    small,
  });
  const take = (answer: WorkerAnswer): void => {
    runs += 1;
    calls += answer.calls;
    if (answer.servers <= SMALL_SERVERS) addCounts(small, { runs: 1, seconds: answer.seconds });
    addCounts(counts, answer.counts);
    countPairs(pairs, answer.drawn);
    countRequests(requests, answer);
    countJudged(judged, answer.judged);
    if (answer.violation) violations.push(answer);
  };
  return { report, take };
}

function addCounts(sums: Record<string, number>, more: Readonly<Record<string, number>>): void {
  for (const [name, count] of Object.entries(more)) sums[name] = (sums[name] ?? 0) + count;
}

function stalledAnswer(seed: number, faults: readonly string[] | undefined): WorkerAnswer {
  const plan = drawPlan(seed, faults);
  return {
    seed,
    fingerprint: "",
    counts: {},
    calls: 0,
    requests: { sent: 0, lost: 0, lostByReason: {} },
    judged: {},
    faults: plan.faults.map(({ name }) => name),
    drawn: drawnOf(plan),
    servers: plan.fleet.servers,
    seconds: 0,
    violation: {
      at: 0,
      invariant: "quiescence",
      what: "the run does not end, in minutes of real time",
      before: [],
    },
  };
}
