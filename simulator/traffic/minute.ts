import { addSamples, type MetricName, occurrences } from "../services/cloudwatch/metrics.ts";
import type { WorldState } from "../world/state.ts";
import type { World } from "../world/world.ts";
import type { Outcome } from "./group-answers.ts";
import { type Entrance, loadBalancerAt } from "./route.ts";
import { lossReason, NO_GROUP, recountAsLost, type Tally, count as tallyCount } from "./tally.ts";

/** The requests of the minute under way, until CloudWatch gets them. */
export interface Minute {
  count(groupArn: string, outcome: Outcome, requests: number): void;
  recountAsLost(groupArn: string, requests: number): void;
  publish(): void;
}

const MINUTE = 60_000;

/**
 * Load balancers measure in 60-second intervals, and report a metric only when it is not zero
 * (ALB/load-balancer-cloudwatch-metrics.html).
 */
export function createMinute(world: World, entrance: Entrance): Minute {
  const tally: Tally = new Map();
  return {
    count: (groupArn, outcome, requests) => tallyCount(tally, groupArn, outcome, requests),
    recountAsLost: (groupArn, requests) => void recountAsLost(tally, groupArn, "cut-off", requests),
    publish: () => {
      // Called at the end of the minute, which belongs to the next one.
      const at = Math.floor((world.now() - 1) / MINUTE) * MINUTE;
      const balancer = world.state.loadBalancers.get(loadBalancerAt(world.state, entrance) ?? "");
      if (balancer?.type === "application") publishApplication(world.state, balancer.arn, { tally, at });
      if (balancer?.type === "network") publishNetwork(world.state, balancer.arn, { tally, at });
      tally.clear();
    },
  };
}

interface Measured {
  readonly tally: Tally;
  readonly at: number;
}

function publishApplication(state: WorldState, balancerArn: string, { tally, at }: Measured): void {
  const LoadBalancer = balancerDimension(balancerArn);
  const put = putCounts(state, "AWS/ApplicationELB", at);
  for (const [groupArn, outcomes] of tally) {
    const counts = countsOf(outcomes);
    put({ LoadBalancer }, { HTTPCode_ELB_5XX_Count: counts.balancerErrors });
    if (groupArn === NO_GROUP) continue;
    const atTargets = {
      RequestCount: counts.routed,
      HTTPCode_Target_2XX_Count: counts.successes,
      HTTPCode_Target_5XX_Count: counts.targetErrors,
    };
    put({ LoadBalancer }, atTargets);
    put({ LoadBalancer, TargetGroup: groupDimension(groupArn) }, atTargets);
    putHostCounts(state, { namespace: "AWS/ApplicationELB", groupArn, LoadBalancer, at });
  }
}

function publishNetwork(state: WorldState, balancerArn: string, { tally, at }: Measured): void {
  const LoadBalancer = balancerDimension(balancerArn);
  for (const [groupArn, outcomes] of tally) {
    putCounts(state, "AWS/NetworkELB", at)({ LoadBalancer }, { NewFlowCount: countsOf(outcomes).routed });
    if (groupArn !== NO_GROUP)
      putHostCounts(state, { namespace: "AWS/NetworkELB", groupArn, LoadBalancer, at });
  }
}

const putCounts =
  (state: WorldState, namespace: string, at: number) =>
  (dimensions: MetricName["dimensions"], counts: Readonly<Record<string, number>>): void => {
    for (const [name, requests] of Object.entries(counts))
      if (requests > 0) addSamples(state, { namespace, name, dimensions }, at, occurrences(requests));
  };

/** A request counts as routed once a target was chosen for it; a dead target makes it the load balancer's own 502. */
function countsOf(outcomes: ReadonlyMap<Outcome, number>) {
  const counts = { routed: 0, successes: 0, targetErrors: 0, balancerErrors: 0 };
  for (const [outcome, requests] of outcomes) {
    const reason = lossReason(outcome);
    if (reason !== "no-targets" && reason !== "no-route" && reason !== "fixed-response")
      counts.routed += requests;
    if (outcome === "served") counts.successes += requests;
    else if (outcome === "errored" || reason === "sick") counts.targetErrors += requests;
    else counts.balancerErrors += requests;
  }
  return counts;
}

function putHostCounts(
  state: WorldState,
  of: { namespace: string; groupArn: string; LoadBalancer: string; at: number },
): void {
  const targets = [...(state.targetGroups.get(of.groupArn)?.targets.values() ?? [])];
  const dimensions = { LoadBalancer: of.LoadBalancer, TargetGroup: groupDimension(of.groupArn) };
  const put = (name: string, value: number): void =>
    addSamples(state, { namespace: of.namespace, name, dimensions }, of.at, {
      samples: 1,
      sum: value,
      minimum: value,
      maximum: value,
    });
  put("HealthyHostCount", targets.filter((target) => target.state === "healthy").length);
  put("UnHealthyHostCount", targets.filter((target) => target.state === "unhealthy").length);
}

/** `app/web/0123456789abcdef` */
const balancerDimension = (arn: string): string =>
  arn.slice(arn.indexOf("loadbalancer/") + "loadbalancer/".length);
/** `targetgroup/web-blue/0123456789abcdef` */
const groupDimension = (arn: string): string => arn.slice(arn.indexOf("targetgroup/"));
