import { createSimulator } from "../../../../simulator/simulator.ts";
import { type Balanced, connectBalanced } from "./load-balanced.ts";

/** A load-balanced account in process, whose calls take no time, so that a test can count seconds. */
export function connectDirect(type?: "application" | "network"): Promise<Balanced> {
  return connectBalanced((options) => {
    const simulator = createSimulator({ ...options, latencySeconds: 0 });
    return Promise.resolve({ simulator, clientOptions: simulator.clientOptions(), run: simulator.drive });
  }, type);
}
