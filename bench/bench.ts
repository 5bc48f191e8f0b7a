import { parseArgs } from "node:util";

const { values, positionals } = parseArgs({
  options: { json: { type: "boolean", default: false } },
  allowPositionals: true,
});
const [what = "rollouts"] = positionals;
if (what === "scan") {
  const { benchScans } = await import("./scan/scan.ts");
  process.exitCode = (await benchScans(values.json)) ? 0 : 1;
} else if (what === "reaction") {
  const { benchReactions } = await import("./reaction/reaction.ts");
  process.exitCode = (await benchReactions(values.json)) ? 0 : 1;
} else if (what === "legs") {
  const { benchLegs } = await import("./legs/legs.ts");
  process.exitCode = (await benchLegs(values.json)) ? 0 : 1;
} else if (what === "metric") {
  const { benchMetric } = await import("./metric/metric.ts");
  process.exitCode = (await benchMetric(values.json)) ? 0 : 1;
} else if (what === "start") {
  const { benchStarts } = await import("./start/start.ts");
  process.exitCode = (await benchStarts(values.json)) ? 0 : 1;
} else if (what === "plan") {
  const { benchPlans } = await import("./plan/plan.ts");
  process.exitCode = benchPlans(values.json) ? 0 : 1;
} else if (what === "fortnight") {
  const { benchFortnight } = await import("./plan/plan.ts");
  process.exitCode = (await benchFortnight(values.json)) ? 0 : 1;
} else if (what === "recycle") {
  const { benchRecycles } = await import("./recycle/recycle.ts");
  process.exitCode = (await benchRecycles(values.json)) ? 0 : 1;
} else if (what === "dashboard") {
  const { benchDashboard } = await import("./dashboard/dashboard.ts");
  process.exitCode = (await benchDashboard(values.json)) ? 0 : 1;
} else if (what === "sweep") {
  const { benchSweeps } = await import("./sweep/sweep.ts");
  process.exitCode = (await benchSweeps(values.json)) ? 0 : 1;
} else if (what === "rollouts") {
  await import("./figures.ts");
} else {
  process.stderr.write(
    `there is no bench ${what}: it is rollouts (also without a name), recycle, scan, sweep, reaction, legs, metric, start, plan, fortnight or dashboard\n`,
  );
  process.exitCode = 1;
}
