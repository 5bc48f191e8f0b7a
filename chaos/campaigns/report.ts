import { pairsText } from "../draws/pairs.ts";
import { type CampaignReport, SMALL_SERVERS } from "./campaign.ts";
import { requestsText } from "./lost-requests.ts";
import { judgedText } from "./judged-share.ts";
import type { ChaosOptions } from "./options.ts";
import { WORKERS } from "./pool.ts";
import type { WorkerAnswer } from "./worker.ts";

/** One line while it runs. */
export const progressLine = ({ runs, seconds, violations }: CampaignReport): string =>
  `${runs} runs, ${(runs / seconds).toFixed(1)} runs/s, ${violations.length} violations${seedsOf(violations)}`;

const SHOWN_SEEDS = 3;

/** Those found last, so that one can be replayed while the others are still looked for. */
const seedsOf = (violations: CampaignReport["violations"]): string =>
  violations.length === 0
    ? ""
    : ` (seeds ${violations
        .slice(-SHOWN_SEEDS)
        .map(({ seed }) => seed)
        .join(", ")})`;

/** What a campaign found, for a person. `again` is the command that replays one seed. */
export function campaignText(
  report: CampaignReport,
  { faults, pairs, without }: Pick<ChaosOptions, "faults" | "pairs" | "without">,
): string {
  const { runs, firstSeed, seconds, calls, counts, violations } = report;
  const rows = Object.entries(counts).sort(([a], [b]) => a.localeCompare(b));
  const width = Math.max(0, ...rows.map(([name]) => name.length));
  return [
    ...violations.map((answer) => violationText(answer, faults)),
    `${runs} runs from seed ${firstSeed} in ${seconds.toFixed(0)} s: ${(runs / seconds).toFixed(1)} runs/s${smallSpeed(report)}, ${calls} calls`,
    ...rows.map(([name, count]) => `  ${name.padEnd(width)}  ${count}`),
    requestsText(report.requests),
    ...judgedText(report.judged),
    ...(faults === undefined ? pairsText(report.pairs, pairs) : []),
    `${violatedText(violations)}${without.length === 0 ? "" : ` Left out: ${without.join(", ")}.`}`,
  ].join("\n");
}

const violatedText = (violations: CampaignReport["violations"]): string =>
  violations.length === 0
    ? "No invariant was violated."
    : `${violations.length} runs violated an invariant: seeds ${violations.map(({ seed }) => seed).join(", ")}.`;

/** The workers' time that went into small fleets alone. */
const smallSpeed = ({ small }: CampaignReport): string =>
  small.seconds === 0
    ? ""
    : ` (${((WORKERS * small.runs) / small.seconds).toFixed(1)}/s at up to ${SMALL_SERVERS} servers)`;

/** The seed, the instant, the invariant, the last lines of the history, and the one command that replays it. */
export function violationText(
  { seed, violation, faults }: Pick<WorkerAnswer, "seed" | "violation" | "faults">,
  only: readonly string[] | undefined,
): string {
  if (violation === undefined) return "";
  const { at, invariant, what, before } = violation;
  const given = only === undefined ? "" : ` --faults ${only.join(",")}`;
  return [
    `VIOLATION of ${invariant}, seed ${seed}, ${new Date(at).toISOString()} (faults: ${faults.join(", ") || "none"})`,
    `  ${what}`,
    "  What happened before:",
    ...before.slice(-20).map((line) => `    ${line.slice(0, 240)}`),
    `  Replay it: npm run chaos -- --seed ${seed} --runs 1${given} --verbose`,
    "",
  ].join("\n");
}
