import { Metrics } from "@aws-lambda-powertools/metrics";
import { type Measurement, measurementFault, metricCatalogue } from "../domain/telemetry/metric-catalogue.ts";
import { type Log, log } from "./log.ts";

/** Where the alarms and the dashboard look for them. */
const NAMESPACE = "moult";

interface EmitOptions {
  /** Tells one deployment's metrics from another's: `moult-prod`. */
  readonly service: string;
  readonly now: () => number;
  readonly lines?: Pick<Log, "warn">;
  /** Takes one line of JSON; standard output, which CloudWatch reads. */
  readonly write?: (line: string) => void;
}

/**
 * Emits metrics in the embedded metric format: lines of the function's log, with no call and no permission (aws-facts 9.5).
 * A run never ends for a metric: what CloudWatch would refuse, or what cannot be written, is a warning in the log.
 */
export function metricsEmitter({
  service,
  now,
  lines = log,
  write = (line) => void process.stdout.write(`${line}\n`),
}: EmitOptions): (measured: readonly Measurement[]) => void {
  const metrics = new Metrics({ namespace: NAMESPACE, serviceName: service });
  const emit = (group: readonly Measurement[]): void => {
    const [{ by = {}, about = {} } = {}] = group;
    for (const [dimension, value] of Object.entries(by)) metrics.addDimension(dimension, value);
    for (const [key, value] of Object.entries(about)) metrics.addMetadata(key, value);
    for (const { metric, value } of group) metrics.addMetric(metric, metricCatalogue[metric].unit, value);
    metrics.setTimestamp(now());
    write(JSON.stringify(metrics.serializeMetrics()));
  };
  const clear = (): void => {
    metrics.clearMetrics();
    metrics.clearDimensions();
    metrics.clearMetadata();
  };
  return (measured) => {
    for (const group of grouped(measured, lines)) {
      try {
        emit(group);
      } catch (error) {
        const names = group.map(({ metric }) => metric).join(", ");
        lines.warn(`metrics are lost (${names}): ${error instanceof Error ? error.message : String(error)}`);
      } finally {
        clear();
      }
    }
  };
}

/** Those of the same dimensions about the same thing: a line each. What cannot be taken is left out, and said. */
function grouped(measured: readonly Measurement[], lines: Pick<Log, "warn">): readonly Measurement[][] {
  const groups = new Map<string, Measurement[]>();
  for (const each of measured) {
    const fault = measurementFault(each);
    if (fault !== null) {
      lines.warn(`a metric is lost: ${fault}`);
      continue;
    }
    const key = JSON.stringify([each.by, each.about]);
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()];
}
