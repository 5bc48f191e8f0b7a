import type { World } from "../world/world.ts";
import type { WireResponse } from "./message.ts";

/** Answers a request that was sent through the simulator as a proxy. 502 when nobody answers at that address. */
export function answerProxied(_world: World, target: URL): WireResponse {
  return {
    status: 502,
    headers: { "content-type": "text/plain" },
    body: `No simulated server or load balancer answers at ${target.host}.\n`,
  };
}
