import { answerDirectly, type DirectWay } from "../simulator/direct/direct-way.ts";
import type { Simulator } from "../simulator/simulator.ts";
import type { AwsMiddleware } from "../src/aws/middleware/aws-middleware.ts";
import type { Runtime } from "../src/step/open-context.ts";

/** A way around the wire, for clients that `connect` makes. */
export const transport = (way: DirectWay): AwsMiddleware => ({
  name: "transport",
  handle: (command, { input }, _next, client) => answerDirectly(way, { client, command, input }),
});

/** How moult reaches the simulated account under a name: over the wire, or around it where the simulator was opened so. */
export function callingAs(
  simulator: Simulator,
  name: string,
): Required<Pick<Runtime, "settings" | "middleware">> {
  const way = simulator.directWayFor({ name });
  return { settings: simulator.clientOptions({ name }), middleware: way ? [transport(way)] : [] };
}
