import type {
  Dimension,
  GetMetricDataInput,
  GetMetricDataOutput,
  GetMetricStatisticsInput,
  GetMetricStatisticsOutput,
  MetricDataQuery,
  MetricDataResult,
  MetricDatum,
  PutMetricDataInput,
} from "@aws-sdk/client-cloudwatch";
import type { WorldState } from "../../world/state.ts";
import type { World } from "../../world/world.ts";
import { type Operation, paginate, ServiceFault } from "../operation.ts";
import { arrivedAt } from "./arrival.ts";
import { addSamples, combine, datapoints, type MetricName, statistic } from "./metrics.ts";
import { percentileOf } from "./percentile.ts";
import type { DatapointRecord } from "./state.ts";

const STATISTICS = ["SampleCount", "Average", "Sum", "Minimum", "Maximum"] as const;
const MOST_DATA = 1000;
const MOST_QUERIES = 500;
const MOST_DATAPOINTS = 1440;
const LARGEST_PAGE = 100_800;

export const putMetricData: Operation<PutMetricDataInput, Record<string, never>> = {
  kind: "write",
  accepts: ["Namespace", "MetricData"],
  handle({ Namespace: namespace = "", MetricData: data = [] }, { world }) {
    if (namespace === "" || namespace.startsWith("AWS/"))
      throw invalid("The value AWS/ for parameter Namespace is invalid.");
    if (data.length > MOST_DATA) throw invalid(`MetricData can have at most ${MOST_DATA} entries`);
    const samples = data.map(samplesOf);
    for (const [index, datum] of data.entries()) {
      const metric = { namespace, name: datum.MetricName ?? "", dimensions: dimensionsOf(datum.Dimensions) };
      const resolution = datum.StorageResolution === 1 ? 1000 : 60_000;
      const at = datum.Timestamp?.getTime() ?? world.now();
      const sample = samples[index];
      if (sample) addSamples(world.state, metric, Math.floor(at / resolution) * resolution, sample);
    }
    return {};
  },
};

export const getMetricStatistics: Operation<GetMetricStatisticsInput, GetMetricStatisticsOutput> = {
  kind: "read",
  accepts: ["Namespace", "MetricName", "Dimensions", "StartTime", "EndTime", "Period", "Statistics", "Unit"],
  handle(input, { state, world }) {
    const { Namespace: namespace = "", MetricName: name = "", Statistics: wanted = [] } = input;
    const metric = { namespace, name, dimensions: dimensionsOf(input.Dimensions) };
    const found = datapoints(state, metric, { ...rangeOf(input, input.Period), ...lateness(metric, world) });
    if (found.size > MOST_DATAPOINTS)
      throw new ServiceFault(
        "InvalidParameterCombination",
        `You have requested up to ${found.size} datapoints, which exceeds the limit of ${MOST_DATAPOINTS}.`,
      );
    return {
      Label: name,
      Datapoints: [...found].map(([at, point]) => ({
        Timestamp: new Date(at),
        Unit: input.Unit ?? "Count",
        ...Object.fromEntries(
          STATISTICS.filter((each) => wanted.includes(each)).map((each) => [each, statistic(point, each)]),
        ),
      })),
    };
  },
};

export const getMetricData: Operation<GetMetricDataInput, GetMetricDataOutput> = {
  kind: "read",
  accepts: ["MetricDataQueries", "StartTime", "EndTime", "NextToken", "ScanBy", "MaxDatapoints"],
  handle(input, { state, world }) {
    const queries = input.MetricDataQueries ?? [];
    if (queries.length > MOST_QUERIES)
      throw invalid(`MetricDataQueries can have at most ${MOST_QUERIES} entries`);
    const all = queries.map((query) => resultOf(query, input, { state, world }));
    // A page holds whole results: each result's datapoints stay together.
    const perPage = Math.max(
      1,
      Math.floor(
        (input.MaxDatapoints ?? LARGEST_PAGE) / Math.max(1, ...all.map((each) => each.Values?.length ?? 0)),
      ),
    );
    const { page, nextToken } = paginate(all, perPage, input.NextToken);
    return { MetricDataResults: page, ...(nextToken && { NextToken: nextToken }) };
  },
};

interface Read {
  readonly state: WorldState;
  readonly world: World;
}

function resultOf(
  query: MetricDataQuery,
  input: GetMetricDataInput,
  { state, world }: Read,
): MetricDataResult {
  const { Metric: metric, Period: period, Stat: stat = "" } = query.MetricStat ?? {};
  if (metric === undefined || query.Expression !== undefined)
    throw invalid("Metric math expressions are not simulated");
  if (!(STATISTICS as readonly string[]).includes(stat) && percentileOf(stat) === undefined)
    throw invalid(`Statistic '${stat}' is not simulated`);
  const name = {
    namespace: metric.Namespace ?? "",
    name: metric.MetricName ?? "",
    dimensions: dimensionsOf(metric.Dimensions),
  };
  const points = [...datapoints(state, name, { ...rangeOf(input, period), ...lateness(name, world) })].filter(
    ([, point]) => statistic(point, stat) !== undefined,
  );
  if (input.ScanBy !== "TimestampAscending") points.reverse();
  return {
    ...(query.Id !== undefined && { Id: query.Id }),
    Label: query.Label ?? name.name,
    Timestamps: points.map(([at]) => new Date(at)),
    Values: points.map(([, point]) => statistic(point, stat) ?? 0),
    StatusCode: "Complete",
  };
}

const lateness = ({ namespace }: MetricName, world: World) => arrivedAt(namespace, world.now());

function rangeOf(
  { StartTime: start, EndTime: end }: { StartTime: Date | undefined; EndTime: Date | undefined },
  period: number | undefined,
): { start: number; end: number; period: number } {
  if (start === undefined || end === undefined || period === undefined)
    throw new ServiceFault("MissingParameter", "StartTime, EndTime and Period are required.");
  if (start >= end) throw invalid("StartTime must be before EndTime");
  if (![1, 5, 10, 20, 30].includes(period) && (period <= 0 || period % 60 !== 0))
    throw invalid(`Period '${period}' is not valid`);
  return { start: start.getTime(), end: end.getTime(), period };
}

function samplesOf(datum: MetricDatum): DatapointRecord {
  const set = datum.StatisticValues;
  if (set)
    return {
      samples: set.SampleCount ?? 0,
      sum: set.Sum ?? 0,
      minimum: set.Minimum ?? 0,
      maximum: set.Maximum ?? 0,
    };
  const values = datum.Values ?? (datum.Value === undefined ? [] : [datum.Value]);
  const points = values.map((value, index) => {
    const count = datum.Counts?.[index] ?? 1;
    return { samples: count, sum: value * count, minimum: value, maximum: value };
  });
  const [first, ...rest] = points;
  if (first === undefined) throw invalid("One of Value, Values or StatisticValues must be specified");
  return rest.reduce(combine, first);
}

const dimensionsOf = (dimensions: readonly Dimension[] | undefined): Record<string, string> =>
  Object.fromEntries((dimensions ?? []).map((each) => [each.Name ?? "", each.Value ?? ""]));

const invalid = (message: string): ServiceFault => new ServiceFault("ValidationError", message);
