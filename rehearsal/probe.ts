import type { Simulator } from "../simulator/simulator.ts";
import { answerHttp } from "../simulator/traffic/answer-http.ts";

/** Asks a simulated server over HTTP, as a Lambda in its network would. */
export async function probe(
  { world, clock }: Simulator,
  url: string,
): Promise<{ status: number | null; error: string | null }> {
  await clock.sleep(50);
  const { hostname, port, pathname } = new URL(url);
  const answer = answerHttp(world, { host: hostname, port: Number(port || 80), path: pathname });
  return answer === "refused"
    ? { status: null, error: "connection refused" }
    : { status: answer.status, error: null };
}
