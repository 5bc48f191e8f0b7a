import { expect, test } from "vitest";
import { stateOf } from "../../../src/views/fleet/fleet-servers.ts";

test.each([
  ["Pending", true, undefined, "pending"],
  ["Pending:Wait", true, undefined, "booting"],
  ["InService", true, "initial", "booting"],
  ["InService", true, "healthy", "healthy"],
  ["InService", true, undefined, "healthy"],
  // Behind a weight of zero the load balancer checks nothing.
  ["InService", true, "unused", "healthy"],
  ["InService", true, "unhealthy", "unhealthy"],
  ["InService", false, "healthy", "unhealthy"],
  ["InService", true, "draining", "draining"],
  ["Terminating:Wait", true, "draining", "draining"],
  ["Terminating:Wait", true, "unused", "terminating"],
  ["Terminating", false, undefined, "terminating"],
  ["Terminated", true, undefined, "gone"],
] as const)("%s, healthy %s, target %s is %s", (lifecycleState, healthy, target, state) => {
  expect(stateOf({ lifecycleState, healthy }, target)).toBe(state);
});
