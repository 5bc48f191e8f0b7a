import { type MetricQuestion, metricData } from "../../../aws/metric-data.ts";
import type { Gate } from "../../../domain/gate-kinds.ts";
import { completePeriods, MOST_PERIODS, PERIOD_MS, periodsBefore } from "../../../domain/metrics/periods.ts";
import type {
  MetricsOfPairs,
  PairMetrics,
  Series,
  SideMetrics,
} from "../../../domain/metrics/side-metrics.ts";
import type { Side } from "../../../domain/run/rollout.ts";
import { balancerOf } from "../../../domain/traffic-pairs/pair-settings.ts";
import { ownOf, pairsOf, type TrafficPair } from "../../../domain/traffic-pairs/pairs-of.ts";
import { targetGroupsOf } from "../../../domain/generation.ts";
import { greenOf, type Work } from "../../work.ts";

type Name = keyof SideMetrics;

/** By what name and statistic CloudWatch has each (ALB/load-balancer-cloudwatch-metrics.html), and in which unit of ours. */
const MEASURED = {
  requests: { metric: "RequestCount", statistic: "Sum", unit: 1 },
  errors: { metric: "HTTPCode_Target_5XX_Count", statistic: "Sum", unit: 1 },
  latency: { metric: "TargetResponseTime", statistic: "p99", unit: 1000 },
  hosts: { metric: "HealthyHostCount", statistic: "Minimum", unit: 1 },
} as const;

const NEEDED: Readonly<Record<Extract<Gate, { kind: "metric" }>["metric"], readonly Name[]>> = {
  "target-5xx": ["requests", "errors"],
  "latency-p99": ["requests", "latency"],
  "healthy-hosts": ["hosts"],
};

/**
 * What all metric gates of the fleet need to know of both sides' target groups: one call, and none before the first whole minute
 * of green's share can be read.
 */
export async function observeMetrics(work: Work<"cloudWatch">): Promise<MetricsOfPairs> {
  const { setAt } = work.run().traffic;
  const shareSince = setAt ?? work.now();
  const periods = completePeriods(shareSince, work.now());
  const last = periods.at(-1);
  const pairs = pairsOf(work.fleet.traffic);
  if (last === undefined) return { shareSince, pairs: pairs.map(unmeasured), unreadable: null };
  // Hours later it does not matter any more how blue was before.
  const [first] = periods.length < MOST_PERIODS ? periodsBefore(shareSince) : periods;
  const questions = pairs.flatMap((pair, index) => questionsOf(pair, index, work));
  const range = { sinceMs: first ?? last, untilMs: last + PERIOD_MS };
  const { values, unreadable } = await metricData(work.context.aws.cloudWatch, questions, range);
  const measured = pairs.map((pair, index) => ({
    name: nameIn(pair, work),
    green: sideOf(idOf("green", index), values),
    blue: sideOf(idOf("blue", index), values),
  }));
  return { shareSince, pairs: measured, unreadable };
}

const idOf = (side: Side, pair: number): string => `${side}${pair}`;

function questionsOf(pair: TrafficPair, index: number, work: Work<never>): MetricQuestion[] {
  const { gates } = work.fleet;
  const names = new Set(gates.flatMap((gate) => (gate.kind === "metric" ? NEEDED[gate.metric] : [])));
  const loadBalancer = balancerOf(pair.rules[0].arn) ?? "";
  const namespace = loadBalancer.startsWith("net/") ? "AWS/NetworkELB" : "AWS/ApplicationELB";
  return (["green", "blue"] as const).flatMap((side) => {
    const targetGroup = targetGroupIn(pair, side, work);
    if (targetGroup === null) return [];
    return [...names].map((name) => {
      const { metric, statistic } = MEASURED[name];
      return { id: `${idOf(side, index)}_${name}`, namespace, metric, statistic, targetGroup, loadBalancer };
    });
  });
}

function targetGroupIn(pair: TrafficPair, side: Side, work: Work<never>): string | null {
  const generation = side === "green" ? greenOf(work) : work.blue;
  return generation && ownOf(pair, targetGroupsOf(generation));
}

const nameIn = (pair: TrafficPair, work: Work<never>): string =>
  targetGroupIn(pair, "green", work)?.replace(/^.*:targetgroup\/([^/]+)\/.*$/u, "$1") ?? "no target group";

function sideOf(id: string, values: ReadonlyMap<string, Series>): SideMetrics {
  const series = (name: Name): Series =>
    new Map([...(values.get(`${id}_${name}`) ?? [])].map(([at, value]) => [at, value * MEASURED[name].unit]));
  return {
    requests: series("requests"),
    errors: series("errors"),
    latency: series("latency"),
    hosts: series("hosts"),
  };
}

const NOTHING = sideOf("", new Map());
const unmeasured = (): PairMetrics => ({ name: "", green: NOTHING, blue: NOTHING });
