import type { DroppedAnswer } from "./dropped-worker.ts";
import { differenceOf } from "./every-point/exhaustive.ts";
import type { ChaosOptions } from "./options.ts";
import { LARGEST_SEED } from "./options.ts";
import { runPool } from "./pool.ts";

const SWEEP_SECONDS = 300;
/** Two rollouts of the same fleet look at different instants, and AWS is not equally quick each time. */
const PACE_SECONDS = 60;

/**
 * Runs each seed without faults, once undisturbed and once with every event dropped: what people asked for has to stand
 * there all the same, within a sweep's interval and a rollout. Answers the exit code.
 */
export async function drop({
  seed,
  runs,
  minutes,
  json,
}: Pick<ChaosOptions, "seed" | "runs" | "minutes" | "json">): Promise<number> {
  const began = performance.now();
  const isOver = (): boolean => minutes !== undefined && performance.now() >= began + minutes * 60_000;
  const faults: string[] = [];
  let [next, done, latest] = [0, 0, 0];
  await runPool<number, DroppedAnswer>({
    url: new URL("./dropped-worker.ts", import.meta.url),
    next: () => (next >= runs || isOver() ? undefined : (seed + next++) % LARGEST_SEED),
    take: (answer) => {
      done += 1;
      latest = Math.max(latest, laterBy(answer));
      const fault = faultOf(answer);
      if (fault !== undefined) faults.push(`seed ${answer.seed}: ${fault}`);
    },
    stalled: (stuck) => ({ seed: stuck, undisturbed: STALLED, dropped: STALLED }),
  });
  const line = `${done} seeds from ${seed} with every event dropped: ${done - faults.length} end where the undisturbed run ends; at most ${Math.round(latest)} s later, a sweep comes every ${SWEEP_SECONDS} s`;
  const answer = { seed, runs: done, latestSeconds: latest, faults };
  process.stdout.write(`${json ? JSON.stringify(answer, null, 2) : [...faults, line].join("\n")}\n`);
  return faults.length === 0 ? 0 : 1;
}

const STALLED: DroppedAnswer["dropped"] = {
  endState: "",
  violation: { at: 0, invariant: "quiescence", what: "the run does not end", before: [] },
  reached: null,
  took: 0,
};

const laterBy = ({ undisturbed, dropped }: DroppedAnswer): number =>
  undisturbed.reached === null || dropped.reached === null ? 0 : dropped.reached - undisturbed.reached;

function faultOf(answer: DroppedAnswer): string | undefined {
  const { undisturbed, dropped } = answer;
  const violation = undisturbed.violation ?? dropped.violation;
  if (violation) return `violates ${violation.invariant}: ${violation.what}`;
  if (undisturbed.endState !== dropped.endState)
    return `ends otherwise:\n${differenceOf(undisturbed.endState, dropped.endState)}`;
  const { reached } = dropped;
  // Where the undisturbed run stood there before, the length of a rollout is that of the one that went there.
  const length =
    undisturbed.reached === null ? dropped.took : Math.max(undisturbed.reached, undisturbed.took);
  const most = SWEEP_SECONDS + length + PACE_SECONDS;
  if (reached === null || reached <= most) return undefined;
  return `was there after ${reached} s, undisturbed after ${undisturbed.reached} s`;
}
