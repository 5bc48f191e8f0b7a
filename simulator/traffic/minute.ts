import { addSamples, type MetricName, occurrences } from "../services/cloudwatch/metrics.ts";
import { receiversOf } from "../services/elbv2/balancing/rotation.ts";
import { targetGroupsBehind } from "../services/elbv2/routing.ts";
import type { Random } from "../world/random.ts";
import type { WorldState } from "../world/state.ts";
import type { World } from "../world/world.ts";
import { drawLuck } from "./draws.ts";
import type { Outcome } from "./group-answers.ts";
import { type Entrance, loadBalancerAt } from "./route.ts";
import { lossReason, NO_GROUP, recountAsLost, type Tally, count as tallyCount } from "./tally.ts";

/** The requests of the minute under way, until CloudWatch gets them. */
export interface Minute {
  count(groupArn: string, outcome: Outcome, requests: number): void;
  /** So many requests of those counted were answered, by how many seconds that takes on average. */
  answered(groupArn: string, seconds: ReadonlyMap<number, number>): void;
  recountAsLost(groupArn: string, requests: number): void;
  publish(): void;
}

const MINUTE = 60_000;

/**
 * Load balancers measure in 60-second intervals, and report a metric only when it is not zero
 * (ALB/load-balancer-cloudwatch-metrics.html).
 */
export function createMinute(world: World, entrance: Entrance, chance?: Random): Minute {
  const tally: Tally = new Map();
  const seconds: Seconds = new Map();
  return {
    answered: (groupArn, added) => {
      const group = seconds.get(groupArn) ?? new Map<number, number>();
      seconds.set(groupArn, group);
      for (const [mean, requests] of added) group.set(mean, (group.get(mean) ?? 0) + requests);
    },
    count: (groupArn, outcome, requests) => tallyCount(tally, groupArn, outcome, requests),
    recountAsLost: (groupArn, requests) => void recountAsLost(tally, groupArn, "cut-off", requests),
    publish: () => {
      // Called at the end of the minute, which belongs to the next one.
      const at = Math.floor((world.now() - 1) / MINUTE) * MINUTE;
      const balancer = world.state.loadBalancers.get(loadBalancerAt(world.state, entrance) ?? "");
      const measured = { tally, seconds, at, ...(chance && { chance }) };
      if (balancer?.type === "application") publishApplication(world.state, balancer.arn, measured);
      if (balancer?.type === "network") publishNetwork(world.state, balancer.arn, measured);
      tally.clear();
      seconds.clear();
    },
  };
}

/** Requests by target group and by the seconds that each takes on average. */
type Seconds = Map<string, Map<number, number>>;

interface Measured {
  readonly tally: Tally;
  readonly seconds: Seconds;
  readonly at: number;
  /** Left out: the largest samples are as many as can be expected. */
  readonly chance?: Random;
}

function publishApplication(state: WorldState, balancerArn: string, measured: Measured): void {
  const { tally, at } = measured;
  const LoadBalancer = balancerDimension(balancerArn);
  const put = putCounts(state, "AWS/ApplicationELB", at);
  for (const [groupArn, outcomes] of tally) {
    const counts = countsOf(outcomes);
    put(
      { LoadBalancer },
      {
        HTTPCode_ELB_5XX_Count: counts.balancerErrors,
        HTTPCode_ELB_502_Count: counts.badGateways,
        HTTPCode_ELB_503_Count: counts.unavailable,
      },
    );
    if (groupArn === NO_GROUP) continue;
    const atTargets = {
      RequestCount: counts.routed,
      HTTPCode_Target_2XX_Count: counts.successes,
      HTTPCode_Target_5XX_Count: counts.targetErrors,
      TargetConnectionErrorCount: counts.unconnected,
    };
    put({ LoadBalancer }, atTargets);
    put({ LoadBalancer, TargetGroup: groupDimension(groupArn) }, atTargets);
    putPerTarget(state, { groupArn, LoadBalancer }, { requests: counts.routed, at });
    putResponseTime(state, { groupArn, LoadBalancer }, measured);
  }
  putHostCounts(state, balancerArn, { namespace: "AWS/ApplicationELB", at });
}

/** In seconds, of the requests that a target answered, with a percentile to ask for (TargetResponseTime). */
function putResponseTime(
  state: WorldState,
  { groupArn, LoadBalancer }: { readonly groupArn: string; readonly LoadBalancer: string },
  { seconds, at, chance }: Measured,
): void {
  const spread = [...(seconds.get(groupArn) ?? [])]
    .filter(([, samples]) => samples > 0)
    .map(([mean, samples]) => ({ mean, samples, luck: chance ? drawLuck(samples, chance) : 1 }));
  if (spread.length === 0) return;
  const samples = spread.reduce((sum, each) => sum + each.samples, 0);
  const whole = spread.reduce((sum, each) => sum + each.mean * each.samples, 0);
  const record = { samples, sum: whole, minimum: 0, maximum: whole, spread };
  const name = "TargetResponseTime";
  for (const dimensions of [{ LoadBalancer }, { LoadBalancer, TargetGroup: groupDimension(groupArn) }])
    addSamples(state, { namespace: "AWS/ApplicationELB", name, dimensions }, at, record);
}

/** How many requests each target that took any got on average; its only statistic is Sum, which is that average. */
function putPerTarget(
  state: WorldState,
  { groupArn, LoadBalancer }: { readonly groupArn: string; readonly LoadBalancer: string },
  { requests, at }: { readonly requests: number; readonly at: number },
): void {
  const group = state.targetGroups.get(groupArn);
  const targets = group ? receiversOf(state, group, at + MINUTE).length : 0;
  if (targets === 0 || requests === 0) return;
  const TargetGroup = groupDimension(groupArn);
  const value = requests / targets;
  const record = { samples: 1, sum: value, minimum: value, maximum: value };
  const name = "RequestCountPerTarget";
  for (const dimensions of [{ TargetGroup }, { LoadBalancer, TargetGroup }])
    addSamples(state, { namespace: "AWS/ApplicationELB", name, dimensions }, at, record);
}

function publishNetwork(state: WorldState, balancerArn: string, { tally, at }: Measured): void {
  const LoadBalancer = balancerDimension(balancerArn);
  for (const outcomes of tally.values())
    putCounts(state, "AWS/NetworkELB", at)({ LoadBalancer }, { NewFlowCount: countsOf(outcomes).routed });
  putHostCounts(state, balancerArn, { namespace: "AWS/NetworkELB", at });
}

const putCounts =
  (state: WorldState, namespace: string, at: number) =>
  (dimensions: MetricName["dimensions"], counts: Readonly<Record<string, number>>): void => {
    for (const [name, requests] of Object.entries(counts))
      if (requests > 0) addSamples(state, { namespace, name, dimensions }, at, occurrences(requests));
  };

/** A request counts as routed once a target was chosen for it; a dead target makes it the load balancer's own 502. */
function countsOf(outcomes: ReadonlyMap<Outcome, number>) {
  const answered = { routed: 0, successes: 0, targetErrors: 0, balancerErrors: 0 };
  const counts = { ...answered, badGateways: 0, unavailable: 0, unconnected: 0 };
  for (const [outcome, requests] of outcomes) {
    const reason = lossReason(outcome);
    if (reason !== "no-targets" && reason !== "no-route" && reason !== "fixed-response")
      counts.routed += requests;
    if (outcome === "served") counts.successes += requests;
    else if (outcome === "errored" || reason === "sick") counts.targetErrors += requests;
    else {
      counts.balancerErrors += requests;
      if (reason === "no-targets" || reason === "no-route") counts.unavailable += requests;
      if (reason === "not-serving" || reason === "cut-off") counts.badGateways += requests;
      if (reason === "not-serving") counts.unconnected += requests;
    }
  }
  return counts;
}

/** Of every target group that the load balancer forwards to, with traffic or without, if it has a registered target. */
function putHostCounts(
  state: WorldState,
  balancerArn: string,
  { namespace, at }: { readonly namespace: string; readonly at: number },
): void {
  for (const groupArn of targetGroupsBehind(state, balancerArn)) {
    const targets = [...(state.targetGroups.get(groupArn)?.targets.values() ?? [])];
    if (targets.length === 0) continue;
    const dimensions = {
      LoadBalancer: balancerDimension(balancerArn),
      TargetGroup: groupDimension(groupArn),
    };
    const put = (name: string, value: number): void =>
      addSamples(state, { namespace, name, dimensions }, at, {
        samples: 1,
        sum: value,
        minimum: value,
        maximum: value,
      });
    put("HealthyHostCount", targets.filter((target) => target.state === "healthy").length);
    put("UnHealthyHostCount", targets.filter(({ state }) => state.startsWith("unhealthy")).length);
  }
}

/** `app/web/0123456789abcdef` */
const balancerDimension = (arn: string): string =>
  arn.slice(arn.indexOf("loadbalancer/") + "loadbalancer/".length);
/** `targetgroup/web-blue/0123456789abcdef` */
const groupDimension = (arn: string): string => arn.slice(arn.indexOf("targetgroup/"));
