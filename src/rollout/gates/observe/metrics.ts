import { type MetricQuestion, metricData } from "../../../aws/metric-data.ts";
import type { Gate } from "../../../domain/gate-kinds.ts";
import { completePeriods, MOST_PERIODS, PERIOD_MS, periodsBefore } from "../../../domain/metrics/periods.ts";
import type { ObservedMetrics, Series, SideMetrics } from "../../../domain/metrics/side-metrics.ts";
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

const NOTHING: SideMetrics = { requests: new Map(), errors: new Map(), latency: new Map(), hosts: new Map() };

/**
 * What all metric gates of the fleet need to know of both sides' target groups: one call, and none before the first whole minute
 * of green's share can be read.
 */
export async function observeMetrics(work: Work<"cloudWatch">): Promise<ObservedMetrics> {
  const { setAt } = work.run().traffic;
  const shareSince = setAt ?? work.now();
  const periods = completePeriods(shareSince, work.now());
  const last = periods.at(-1);
  if (last === undefined) return { shareSince, green: NOTHING, blue: NOTHING, unreadable: null };
  // Hours later it does not matter any more how blue was before.
  const [first] = periods.length < MOST_PERIODS ? periodsBefore(shareSince) : periods;
  const questions = questionsOf(work);
  const range = { sinceMs: first ?? last, untilMs: last + PERIOD_MS };
  const { values, unreadable } = await metricData(work.context.aws.cloudWatch, questions, range);
  const side = (of: Side): SideMetrics => sideOf(of, values);
  return { shareSince, green: side("green"), blue: side("blue"), unreadable };
}

type Side = "blue" | "green";

function questionsOf(work: Work<never>): MetricQuestion[] {
  const { traffic, gates } = work.fleet;
  const names = new Set(gates.flatMap((gate) => (gate.kind === "metric" ? NEEDED[gate.metric] : [])));
  const arn = "rule" in traffic ? traffic.rule : "listener" in traffic ? traffic.listener : "";
  const [, loadBalancer = ""] = /\/((?:app|net)\/[^/]+\/[^/]+)/.exec(arn) ?? [];
  const namespace = loadBalancer.startsWith("net/") ? "AWS/NetworkELB" : "AWS/ApplicationELB";
  const groups = { green: greenOf(work).targetGroup, blue: work.blue?.targetGroup ?? null };
  return (["green", "blue"] as const).flatMap((of) => {
    const targetGroup = groups[of];
    if (targetGroup === null) return [];
    return [...names].map((name) => {
      const { metric, statistic } = MEASURED[name];
      return { id: `${of}_${name}`, namespace, metric, statistic, targetGroup, loadBalancer };
    });
  });
}

function sideOf(of: Side, values: ReadonlyMap<string, Series>): SideMetrics {
  const series = (name: Name): Series =>
    new Map([...(values.get(`${of}_${name}`) ?? [])].map(([at, value]) => [at, value * MEASURED[name].unit]));
  return {
    requests: series("requests"),
    errors: series("errors"),
    latency: series("latency"),
    hosts: series("hosts"),
  };
}
