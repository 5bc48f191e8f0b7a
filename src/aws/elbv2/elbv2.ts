import { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { ClientFactory } from "../clients.ts";

/** The SDK tries each call once: retries are the middleware's, in the clock that everything else runs in. */
export const elbv2Client: ClientFactory<"elbv2"> = (settings) =>
  new ElasticLoadBalancingV2Client({ ...settings, maxAttempts: 1 });

export { batchedActions } from "./batched-actions.ts";
export { balancerZones } from "./load-balancers.ts";
export { readActions, writeActions } from "./listener-actions.ts";
export {
  deregistrationDelay,
  describeTargetGroups,
  healthInEach,
  networkSettings,
  pace,
  type TargetGroup,
  targetHealth,
  targetStickiness,
} from "./target-groups.ts";
