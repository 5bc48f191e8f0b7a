import { parseArgs } from "node:util";
import { measureLoad } from "./load/measure.ts";
import { table } from "./table.ts";

const { values } = parseArgs({
  options: { json: { type: "boolean", default: false }, fleets: { type: "string", default: "1000" } },
});
const fleets = Number(values.fleets);
if (!Number.isInteger(fleets) || fleets < 1) {
  process.stderr.write(`--fleets ${values.fleets}: give a whole number of fleets, 1 or more\n`);
  process.exit(1);
}
process.stderr.write(`replacing ${fleets} fleets, asked for by one event ...\n`);
const load = await measureLoad(fleets);
const timesTheBound = load.elapsedSeconds / load.boundSeconds;
/** What it may come to at most, of so many fleets that the length of the last rollout counts for little. */
const GOAL = { fleets: 1000, timesTheBound: 1.2 };
const isMissed = fleets >= GOAL.fleets && timesTheBound > GOAL.timesTheBound;

if (values.json) {
  process.stdout.write(`${JSON.stringify(load)}\n`);
} else {
  const seconds = (value: number): string => `${value.toFixed(0)} s`;
  const rows = [
    ["fleets that were replaced", `${load.succeeded} of ${load.fleets}`],
    ["starts, by one event of the channel", String(load.starts)],
    ["DescribeImages of the detector for all of them", String(load.detectorDescribes)],
    ["steps that failed for throttling", String(load.throttledTasks)],
    ["steps that failed otherwise", JSON.stringify(load.failedTasks)],
    ["until the last fleet was done", seconds(load.elapsedSeconds)],
    [
      "the quotas' own lower bound",
      `${seconds(load.boundSeconds)} (${load.buckets[0]?.bucket ?? "no bucket"})`,
    ],
    [
      `times the bound (from ${GOAL.fleets} fleets on ≤ ${GOAL.timesTheBound.toFixed(2)})`,
      timesTheBound.toFixed(3),
    ],
    ["added to the bound", seconds(load.addedSeconds)],
    ["one fleet of each kind alone", seconds(load.aloneSeconds)],
    ["median and slowest fleet", `${seconds(load.medianSeconds)}, ${seconds(load.slowestSeconds)}`],
    ["AWS calls, throttled among them", `${load.calls}, ${load.throttledCalls}`],
    ["state transitions", String(load.transitions)],
    ["most steps at once (Lambdas)", String(load.mostTasks)],
    [
      "Step Functions tokens left: transitions, starts",
      `${load.leastTransitionTokens}, ${load.leastStartTokens}`,
    ],
    ["real time", `${load.realSeconds.toFixed(1)} s`],
  ];
  const slowest = load.buckets
    .slice(0, 6)
    .map(({ bucket, tokens, boundSeconds }) => [bucket, String(tokens), seconds(boundSeconds)]);
  process.stdout.write(
    `${table([["1,000 fleets at once".replace("1,000", String(fleets)), ""], ...rows])}\n\n`,
  );
  process.stdout.write(`${table([["bucket, capacity/refill", "tokens", "needs at least"], ...slowest])}\n`);
}
if (load.succeeded < fleets || load.throttledTasks > 0 || isMissed) process.exitCode = 1;
