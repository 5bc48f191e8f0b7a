import { parentPort } from "node:worker_threads";

/** Answers this thread's tasks one after the other, in the order in which they come. What breaks ends the thread. */
export function answerInOrder<Task, Answer>(work: (task: Task) => Promise<Answer>): void {
  let last: Promise<void> = Promise.resolve();
  parentPort?.on("message", (task: Task) => {
    last = last.then(async () => parentPort?.postMessage(await work(task)));
  });
}
