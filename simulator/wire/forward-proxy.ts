import { answerHttp } from "../traffic/answer-http.ts";
import type { World } from "../world/world.ts";
import type { WireResponse } from "./message.ts";

const PLAIN_TEXT = { "content-type": "text/plain" };

/**
 * Answers a request that was sent through the simulator as a proxy: by the server with that private IP address or the
 * load balancer with that DNS name. 502 when there is none, or it refuses the connection.
 */
export function answerProxied(world: World, target: URL): WireResponse {
  const port = target.port === "" ? 80 : Number(target.port);
  const answer = answerHttp(world, { host: target.hostname, port, path: target.pathname });
  if (answer === "refused") {
    return {
      status: 502,
      headers: PLAIN_TEXT,
      body: `No simulated server or load balancer answers at ${target.hostname}:${port}.\n`,
    };
  }
  return { status: answer.status, headers: PLAIN_TEXT, body: `${answer.body}\n` };
}
