import type { CallRecord } from "../calls/call-log.ts";
import type { ServiceFault } from "../services/operation.ts";
import type { World } from "../world/world.ts";

/** Whether a call may be carried out: the refusal, or undefined. Asked at the instant the call is carried out. */
export type Authorize = (
  call: Pick<CallRecord, "caller" | "service" | "action" | "input">,
  world: World,
) => ServiceFault | undefined;
