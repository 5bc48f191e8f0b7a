/** @typedef {{ type: string, height: number, properties: Record<string, unknown> }} Widget */

/** The console draws 24 columns. */
const COLUMNS = 24;
const DAY = 86_400;

/**
 * Rows from top to bottom, each widget as wide as its neighbours.
 * @param {Widget[][]} rows
 */
function inRows(rows) {
  let y = 0;
  return rows.flatMap((row) => {
    const width = COLUMNS / row.length;
    const placed = row.map((widget, index) => ({ ...widget, x: index * width, y, width }));
    y += Math.max(...row.map(({ height }) => height));
    return placed;
  });
}

/**
 * @param {string} title
 * @param {unknown[]} metrics
 * @param {Record<string, unknown>} [more]
 * @returns {Widget}
 */
const graph = (title, metrics, more = {}) => ({
  type: "metric",
  height: 6,
  properties: { title, metrics, region: "${AWS::Region}", view: "timeSeries", ...more },
});

/**
 * Every series of a metric of moult's, by its dimensions.
 * @param {{ service: string, metric: string, by: string[], stat: string, period: number, label: string }} wanted
 */
const search = ({ service, metric, by, stat, period, label }) => [
  {
    expression: `SEARCH('{moult,service${by.map((each) => `,${each}`).join("")}} service="${service}" MetricName="${metric}"', '${stat}', ${period})`,
    id: `${metric.toLowerCase()}${stat}`,
    label,
  },
];

/**
 * @param {string} service
 * @param {string} metric
 * @param {Record<string, unknown>} options
 */
const one = (service, metric, options) => ["moult", metric, "service", service, options];

/** @returns {Widget} */
const howToRead = () => ({
  type: "text",
  height: 3,
  properties: {
    markdown: [
      "**moult in ${AWS::Region}.** From top to bottom: what rings, what there is now, how rollouts ended and how long they took, what was found, and what moult runs on.",
      "`moult fleet list` has every fleet, those first that need somebody; `moult rollout status <fleet>` what it waits for and what ends that. Each alarm has an article of its name in the [runbook](https://github.com/moult/moult/blob/main/docs/runbook.md#alarms).",
    ].join("\n\n"),
  },
});

/**
 * @param {string[]} ids
 * @returns {Widget}
 */
const alarmStatus = (ids) => ({
  type: "alarm",
  height: 4,
  properties: {
    title: "Alarms, those that ring first",
    sortBy: "stateUpdatedTimestamp",
    alarms: ids.map((id) => `\${${id}.Arn}`),
  },
});

/** @param {string} service */
const numbersNow = (service) =>
  graph(
    "Fleets now",
    [
      one(service, "FleetsNeedingPerson", { label: "need a person", stat: "Maximum" }),
      one(service, "ApprovalsWaiting", { label: "wait for approval", stat: "Maximum" }),
      one(service, "FleetsMoving", { label: "moving", stat: "Maximum" }),
      one(service, "FleetsWaiting", { label: "waiting", stat: "Maximum" }),
      one(service, "FleetsFrozen", { label: "frozen", stat: "Maximum" }),
      one(service, "OverdueServers", { label: "servers overdue", stat: "Maximum", period: 900 }),
      one(service, "NeedAttention", { label: "things to look at", stat: "Maximum" }),
      one(service, "UnsentEvents", { label: "events unsent", stat: "Maximum" }),
      one(service, "FleetsNotSwept", { label: "not swept", stat: "Maximum" }),
      one(service, "WindowsUnreadable", { label: "calendars unreadable", stat: "Maximum" }),
    ],
    { view: "singleValue", period: 300 },
  );

/** @param {string} service */
const outcomesPerDay = (service) =>
  graph(
    "Rollouts and recycles a day, by outcome",
    [
      search({ service, metric: "Rollouts", by: ["outcome"], stat: "Sum", period: DAY, label: "" }),
      search({ service, metric: "Recycles", by: ["outcome"], stat: "Sum", period: DAY, label: "recycles " }),
    ],
    { stacked: true, view: "bar" },
  );

/** @param {string} service */
const durations = (service) =>
  graph("Seconds in each phase, by what they went into: half and nine tenths of the rollouts", [
    search({
      service,
      metric: "RolloutSeconds",
      by: ["phase", "kind"],
      stat: "p50",
      period: DAY,
      label: "p50 ",
    }),
    search({
      service,
      metric: "RolloutSeconds",
      by: ["phase", "kind"],
      stat: "p90",
      period: DAY,
      label: "p90 ",
    }),
  ]);

/** @param {string} service */
const gateWaits = (service) =>
  graph("Seconds that gates were waited for", [
    search({ service, metric: "GateWaitSeconds", by: ["gate"], stat: "p90", period: DAY, label: "" }),
  ]);

/** @param {string} service */
const rollbacksByGate = (service) =>
  graph(
    "Rolled back, by gate",
    [search({ service, metric: "RolledBack", by: ["gate"], stat: "Sum", period: DAY, label: "" })],
    { stacked: true, view: "bar" },
  );

/** @param {string} service */
const replaced = (service) =>
  graph("Servers replaced, by reason, and hours that servers ran double", [
    search({ service, metric: "Replaced", by: ["reason"], stat: "Sum", period: DAY, label: "" }),
    one(service, "DoubleRunningServerHours", { stat: "Sum", period: DAY, yAxis: "right" }),
  ]);

/** @param {string} service */
const findings = (service) =>
  graph("Findings, by kind", [
    search({ service, metric: "Findings", by: ["kind"], stat: "Maximum", period: 900, label: "" }),
  ]);

/** @param {string} service */
const oldestFinding = (service) =>
  graph("Seconds since the oldest finding, by kind", [
    search({
      service,
      metric: "OldestFindingSeconds",
      by: ["kind"],
      stat: "Maximum",
      period: 900,
      label: "",
    }),
  ]);

/** @param {string} service */
const startRate = (service) =>
  graph("Runs a day that are due for age, and that may begin", [
    one(service, "RunsDuePerDay", { stat: "Maximum", period: 900 }),
    one(service, "StartsPerDay", { stat: "Maximum", period: 900, yAxis: "right" }),
  ]);

/**
 * What was published last. A line of the log has the event's detail.
 * @param {string[]} functions
 * @returns {Widget}
 */
const lastSentences = (functions) => ({
  type: "log",
  height: 6,
  properties: {
    title: "The last 20 sentences",
    region: "${AWS::Region}",
    view: "table",
    query: [
      ...functions.map((name) => `SOURCE '/aws/lambda/${name}'`),
      "fields @timestamp, detail.fleet as fleet, detail.sentence as sentence",
      "filter message like 'published' and ispresent(detail.sentence)",
      "sort @timestamp desc",
      "limit 20",
    ].join(" | "),
  },
});

/** @param {string[]} functions */
const functionErrors = (functions) =>
  graph("Functions: errors and throttles", [
    ...functions.map((name) => ["AWS/Lambda", "Errors", "FunctionName", name, { stat: "Sum" }]),
    ...functions.map((name) => [
      "AWS/Lambda",
      "Throttles",
      "FunctionName",
      name,
      { stat: "Sum", yAxis: "right" },
    ]),
  ]);

/** @param {string[]} functions */
const functionDurations = (functions) =>
  graph(
    "Functions: milliseconds, nine tenths",
    functions.map((name) => ["AWS/Lambda", "Duration", "FunctionName", name, { stat: "p90" }]),
  );

/** @param {string[]} ids */
const machines = (ids) =>
  graph(
    "Executions that failed, timed out or were stopped",
    ids.flatMap((id) =>
      ["ExecutionsFailed", "ExecutionsTimedOut", "ExecutionsAborted"].map((metric) => [
        "AWS/States",
        metric,
        "StateMachineArn",
        `\${${id}}`,
        { stat: "Sum", label: `${id} ${metric}` },
      ]),
    ),
  );

const deadLetters = () =>
  graph("Dead letters", [
    [
      "AWS/SQS",
      "ApproximateNumberOfMessagesVisible",
      "QueueName",
      "${DeadLetters.QueueName}",
      { stat: "Maximum" },
    ],
  ]);

/** @param {string} service */
const awsCalls = (service) =>
  graph("Calls of AWS, throttled ones, and errors of the ledger", [
    one(service, "AwsCalls", { stat: "Sum", yAxis: "right" }),
    search({ service, metric: "Throttles", by: ["kind"], stat: "Sum", period: 300, label: "throttled " }),
    one(service, "LedgerErrors", { stat: "Sum" }),
  ]);

module.exports = {
  alarmStatus,
  awsCalls,
  deadLetters,
  durations,
  findings,
  functionDurations,
  functionErrors,
  gateWaits,
  howToRead,
  inRows,
  lastSentences,
  machines,
  numbersNow,
  oldestFinding,
  outcomesPerDay,
  replaced,
  rollbacksByGate,
  startRate,
};
