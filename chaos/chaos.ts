import { InvalidInput } from "../src/errors/errors.ts";
import { runCampaign } from "./campaigns/campaign.ts";
import { type ChaosOptions, readOptions } from "./campaigns/options.ts";
import { campaignText, progressLine, violationText } from "./campaigns/report.ts";
import { runSeed } from "./campaigns/run-seed.ts";

/** How often the progress line is painted anew. */
const PAINT_MS = 500;

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2), Date.now());
  if (options.mode === "exhaustive")
    return (await import("./campaigns/every-point/exhaustive.ts")).exhaust(options);
  if (options.mode === "stale") return (await import("./campaigns/every-point/stale.ts")).lag(options);
  if (options.mode === "dropped") return (await import("./campaigns/dropped.ts")).drop(options);
  return options.verbose ? showRuns(options) : campaign(options);
}

async function campaign(options: ChaosOptions): Promise<number> {
  let painted = 0;
  const report = await runCampaign(options, (soFar) => {
    if (options.json || performance.now() - painted < PAINT_MS) return;
    painted = performance.now();
    process.stderr.write(`\r${progressLine(soFar)}   `);
  });
  if (!options.json) process.stderr.write("\r");
  process.stdout.write(`${options.json ? JSON.stringify(report, null, 2) : campaignText(report, options)}\n`);
  return report.violations.length === 0 ? 0 : 1;
}

/** Everything that happened, run by run. */
async function showRuns({ seed, runs, faults, without }: ChaosOptions): Promise<number> {
  let violations = 0;
  for (let each = seed; each < seed + runs; each += 1) {
    const result = await runSeed({ seed: each, faults, without, keepHistory: true });
    const { plan, history, violation, fingerprint } = result;
    if (violation) violations += 1;
    const text = violationText({ ...result, faults: plan.faults.map(({ name }) => name) }, faults);
    process.stdout.write(
      `${JSON.stringify(plan, null, 2)}\n${history.join("\n")}\n${text}fingerprint ${fingerprint}\n`,
    );
  }
  if (without.length > 0) process.stdout.write(`Left out: ${without.join(", ")}.\n`);
  return violations === 0 ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof InvalidInput)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
