import { Worker } from "node:worker_threads";

/** Two cores are what everybody has. */
export const WORKERS = 2;
/** Handed to a worker ahead of time, so that it never waits. */
const AHEAD = 2;
/** Runs make much that is soon gone: with room for it the collector has less to do. */
const YOUNG_MB = 128;
/** Real time after which a task counts as one that does not end. */
const STALLED_MS = 120_000;

interface Pool<Task, Answer> {
  /** The worker's file: it answers its tasks one after the other, in order. */
  readonly url: URL;
  readonly workerData?: unknown;
  /** Undefined: there is no more to do. */
  readonly next: () => Task | undefined;
  readonly take: (answer: Answer) => void;
  /** What stands for the answer of a task that does not end. */
  readonly stalled: (task: Task) => Answer;
}

/** Has two threads work through tasks until there are none. Rejects when a thread breaks. */
export async function runPool<Task, Answer>(pool: Pool<Task, Answer>): Promise<void> {
  await Promise.all(Array.from({ length: WORKERS }, () => workThrough(pool, [])));
}

/** `left`: tasks that an earlier worker did not come to. */
async function workThrough<Task, Answer>(pool: Pool<Task, Answer>, left: readonly Task[]): Promise<void> {
  const { url, workerData, next, take, stalled } = pool;
  const worker = new Worker(url, { workerData, resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB } });
  const waiting = [...left];
  const underWay: Task[] = [];
  const rest = await new Promise<readonly Task[]>((resolve, reject) => {
    const stall = (): void => {
      const [hung, ...others] = underWay;
      if (hung !== undefined) take(stalled(hung));
      resolve([...others, ...waiting]);
    };
    let watch = setTimeout(stall, STALLED_MS);
    const feed = (): void => {
      while (underWay.length < AHEAD) {
        const task = waiting.shift() ?? next();
        if (task === undefined) break;
        underWay.push(task);
        worker.postMessage(task);
      }
      clearTimeout(watch);
      if (underWay.length === 0) resolve([]);
      else watch = setTimeout(stall, STALLED_MS);
    };
    worker.on("message", (answer: Answer) => {
      underWay.shift();
      take(answer);
      feed();
    });
    worker.on("error", reject);
    feed();
  });
  await worker.terminate();
  if (rest.length > 0) await workThrough(pool, rest);
}
