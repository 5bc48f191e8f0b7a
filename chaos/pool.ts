import { Worker } from "node:worker_threads";

/** Two cores are what everybody has. */
const WORKERS = 2;
/** Handed to a worker ahead of time, so that it never waits. */
const AHEAD = 2;

export interface Pool<Task, Answer> {
  /** The worker's file. */
  readonly url: URL;
  readonly workerData?: unknown;
  /** Undefined: there is no more to do. */
  readonly next: () => Task | undefined;
  readonly take: (answer: Answer) => void;
}

/** Has two threads work through tasks until there are none. Rejects when a thread breaks. */
export async function runPool<Task, Answer>(pool: Pool<Task, Answer>): Promise<void> {
  await Promise.all(Array.from({ length: WORKERS }, () => workThrough(pool)));
}

function workThrough<Task, Answer>({ url, workerData, next, take }: Pool<Task, Answer>): Promise<void> {
  const worker = new Worker(url, { workerData });
  let underWay = 0;
  return new Promise((resolve, reject) => {
    const feed = (): void => {
      while (underWay < AHEAD) {
        const task = next();
        if (task === undefined) break;
        underWay += 1;
        worker.postMessage(task);
      }
      if (underWay === 0) void worker.terminate().then(() => resolve());
    };
    worker.on("message", (answer: Answer) => {
      underWay -= 1;
      take(answer);
      feed();
    });
    worker.on("error", reject);
    feed();
  });
}
