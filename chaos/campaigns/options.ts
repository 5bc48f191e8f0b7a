import { parseArgs } from "node:util";
import { InvalidInput } from "../../src/errors/errors.ts";
import { faultKinds } from "../faults.ts";

export interface ChaosOptions {
  readonly mode: "runs" | "exhaustive" | "stale";
  readonly runs: number;
  readonly seed: number;
  /** Ends after so many minutes, however many runs that were; undefined: after the runs. */
  readonly minutes: number | undefined;
  readonly faults: readonly string[] | undefined;
  readonly json: boolean;
  /** Prints everything that happened: for one run. */
  readonly verbose: boolean;
}

const USAGE = `npm run chaos -- [--runs 500] [--seed S] [--minutes M] [--faults a,b] [--json] [--verbose]
npm run chaos -- --exhaustive   every call and every write of ten rollouts, killed there
npm run chaos -- --stale        every read of ten rollouts answered as of an earlier moment, every look skipped`;

export const LARGEST_SEED = 0x7fffffff;

/** Reads the command line. Throws InvalidInput with all that is wrong with it. */
export function readOptions(args: readonly string[], now: number): ChaosOptions {
  const { values } = parsed(args);
  const faults = values.faults?.split(",").map((name) => name.trim());
  const problems = [
    ...wholeNumber("--runs", values.runs, 1, 10_000_000),
    ...wholeNumber("--seed", values.seed, 0, LARGEST_SEED),
    ...wholeNumber("--minutes", values.minutes, 1, 1440),
    ...unknownFaults(faults ?? []),
    ...(values.exhaustive && values.stale ? ["--exhaustive and --stale are two commands: give one"] : []),
  ];
  if (problems.length > 0) throw new InvalidInput(`${problems.join("\n")}\n\n${USAGE}`);
  const minutes = values.minutes === undefined ? undefined : Number(values.minutes);
  return {
    mode: values.exhaustive ? "exhaustive" : values.stale ? "stale" : "runs",
    runs: Number(values.runs ?? (minutes === undefined ? 500 : Number.MAX_SAFE_INTEGER)),
    seed: values.seed === undefined ? now % LARGEST_SEED : Number(values.seed),
    minutes,
    faults,
    json: values.json ?? false,
    verbose: values.verbose ?? false,
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        runs: { type: "string" },
        seed: { type: "string" },
        minutes: { type: "string" },
        faults: { type: "string" },
        json: { type: "boolean" },
        verbose: { type: "boolean" },
        exhaustive: { type: "boolean" },
        stale: { type: "boolean" },
      },
    });
  } catch (error) {
    throw new InvalidInput(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  }
}

function wholeNumber(option: string, given: string | undefined, low: number, high: number): string[] {
  if (given === undefined) return [];
  const value = Number(given);
  const fits = /^\d+$/.test(given) && value >= low && value <= high;
  return fits ? [] : [`${option} must be a whole number from ${low} to ${high}, is ${given}`];
}

function unknownFaults(names: readonly string[]): string[] {
  const unknown = names.filter((name) => !faultKinds.has(name));
  if (unknown.length === 0) return [];
  return [
    `--faults: there is no ${unknown.join(", ")}; there are:\n  ${[...faultKinds.keys()].join("\n  ")}`,
  ];
}
