/** What CloudWatch has of one sweep: values by name, as the alarms of resources/attention.yml look for them. */
export interface SweepMetrics {
  /** The invocation that swept. */
  readonly caller: string;
  /** When the sweep was called, and when its line was logged. */
  readonly startedAt: number;
  readonly at: number;
  readonly values: ReadonlyMap<string, number>;
}

/** Where those alarms look: by namespace and the deployment's name. */
const NAMESPACE = "moult";
const DIMENSION = "service";

interface Embedded {
  readonly _aws?: {
    readonly CloudWatchMetrics?: readonly {
      readonly Namespace?: string;
      readonly Dimensions?: readonly (readonly string[])[];
      readonly Metrics?: readonly { readonly Name: string }[];
    }[];
  };
}

/** The values that CloudWatch takes from a logged line: those that are named, under a dimension that has a value. */
export function metricsIn(line: Embedded & Readonly<Record<string, unknown>>): ReadonlyMap<string, number> {
  const values = new Map<string, number>();
  for (const { Namespace, Dimensions = [], Metrics = [] } of line._aws?.CloudWatchMetrics ?? []) {
    const isFound = Dimensions.some((each) => each.join() === DIMENSION) && Boolean(line[DIMENSION]);
    if (Namespace !== NAMESPACE || !isFound) continue;
    for (const { Name } of Metrics) if (typeof line[Name] === "number") values.set(Name, line[Name]);
  }
  return values;
}
