import { measureBundles } from "./bundles.ts";
import { type MeasuredRollout, measureRollout } from "./rollouts.ts";
import { table } from "./table.ts";

/**
 * What a rollout may take at most (the goals of the project). Of the calls of ten servers one reads the template version that
 * green's is compared with, two whether somebody refreshes blue, before it begins and before blue goes, and four whether the pair
 * is still alike and who else is in it (decision 035): none of it can be known otherwise.
 */
const GOALS: Readonly<Record<number, { calls: number; ratio: number; transitions: number }>> = {
  10: { calls: 74, ratio: 1.07, transitions: 90 },
  100: { calls: 80, ratio: 1.1, transitions: 90 },
  1000: { calls: 200, ratio: 1.15, transitions: 110 },
};

const json = process.argv.includes("--json");
const say = (text: string): void => void process.stderr.write(`${text}\n`);

const rollouts: MeasuredRollout[] = [];
for (const servers of Object.keys(GOALS).map(Number)) {
  say(`replacing ${servers} servers ...`);
  rollouts.push(await measureRollout(servers));
}
say("bundling the functions ...");
const bundles = await measureBundles();

if (json) {
  const shown = rollouts.map(
    ({ servers, awsCalls, callsByAction, elapsedRatio, transitions, requestsLost }) => ({
      servers,
      awsCalls,
      callsByAction,
      elapsedRatio,
      transitions,
      requestsLost,
    }),
  );
  const weighed = bundles.map(({ function: name, kilobytes, goal, clients }) => ({
    function: name,
    kilobytes,
    goal,
    clients,
  }));
  process.stdout.write(`${JSON.stringify({ rollouts: shown, bundles: weighed })}\n`);
} else {
  const rows = rollouts.map(
    ({
      servers,
      awsCalls,
      elapsedSeconds,
      lowerBoundSeconds,
      elapsedRatio,
      transitions,
      requestsLost,
      realSeconds,
    }) => {
      const goal = GOALS[servers] ?? { calls: 0, ratio: 0, transitions: 0 };
      return [
        String(servers),
        `${awsCalls} (≤ ${goal.calls})`,
        `${elapsedRatio.toFixed(3)} (≤ ${goal.ratio})`,
        `${elapsedSeconds.toFixed(0)} s of ${lowerBoundSeconds.toFixed(0)} s`,
        `${transitions} (≤ ${goal.transitions})`,
        String(requestsLost),
        `${realSeconds.toFixed(1)} s`,
      ];
    },
  );
  const head = [
    "servers",
    "AWS calls",
    "elapsed ratio",
    "elapsed of lower bound",
    "transitions",
    "requests lost",
    "real time",
  ];
  process.stdout.write(`${table([head, ...rows])}\n\n`);
  const sizes = bundles.map(({ function: name, kilobytes, goal, clients }) => [
    name,
    `${kilobytes.toFixed(0)} (≤ ${goal})`,
    clients.join(" "),
  ]);
  process.stdout.write(`${table([["function", "KB", "clients"], ...sizes])}\n`);
}

const missed = rollouts.filter(({ servers, awsCalls, elapsedRatio, transitions, requestsLost }) => {
  const goal = GOALS[servers];
  return (
    goal &&
    (awsCalls > goal.calls || elapsedRatio > goal.ratio || transitions > goal.transitions || requestsLost > 0)
  );
});
if (missed.length > 0) {
  say(`Missed a goal at ${missed.map(({ servers }) => servers).join(", ")} servers.`);
  process.exitCode = 1;
}
const heavy = bundles.filter(({ kilobytes, goal }) => kilobytes > goal);
if (heavy.length > 0) {
  say(`Missed a goal: the bundles of ${heavy.map((bundle) => bundle.function).join(", ")}.`);
  process.exitCode = 1;
}
