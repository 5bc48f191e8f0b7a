import type { HttpRequest } from "@smithy/core/transport";
import { transport } from "../../rehearsal/calling-as.ts";
import type { Simulator } from "../../simulator/simulator.ts";
import type { Runtime } from "../../src/step/open-context.ts";
import { type Invocation, type Outside, throughCallFaults } from "./invocation.ts";

type OutboundPorts = Required<Pick<Runtime, "settings" | "middleware">>;

/** How an invocation reaches AWS: over the wire, or around it where the simulator goes around it. */
export function outboundPorts(simulator: Simulator, invocation: Invocation, outside: Outside): OutboundPorts {
  const caller = { name: invocation.caller };
  const handler = simulator.handlerFor(caller);
  const way = simulator.directWayFor(caller);
  return {
    settings: {
      ...simulator.clientOptions(caller),
      requestHandler: {
        ...handler,
        handle: throughCallFaults((request: HttpRequest) => handler.handle(request), invocation, outside),
      },
    },
    middleware: way ? [transport(throughCallFaults(way, invocation, outside))] : [],
  };
}
