import type { Account, ArrivedCall } from "./calls/call-executor.ts";

/**
 * Each call takes `latencySeconds` of virtual time, half of it before the call is carried out and half after, so that
 * the calls of several callers interleave. Nothing here waits for real time or real input: see `drive`.
 * Rejects with a TimeoutError (ECONNRESET) when the answer was lost on the way.
 */
export async function throughTime<Answer>(
  { world }: Account,
  latencySeconds: number,
  arrive: () => ArrivedCall<Answer>,
): Promise<Answer> {
  const sleep = (seconds: number): Promise<void> => new Promise((resolve) => world.after(seconds, resolve));
  await sleep(latencySeconds / 2);
  const call = arrive();
  if (call.delaySeconds > 0) await sleep(call.delaySeconds);
  const { answer, lost } = call.execute();
  await sleep(latencySeconds / 2);
  if (lost) throw lostAnswer();
  return answer;
}

const lostAnswer = (): Error =>
  Object.assign(new Error("The connection was lost before the answer came."), {
    name: "TimeoutError",
    code: "ECONNRESET",
  });
