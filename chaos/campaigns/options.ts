import { parseArgs } from "node:util";
import { InvalidInput } from "../../src/errors/errors.ts";
import { openInvariants } from "../checkers.ts";
import { faultKinds } from "../faults.ts";

/** `number` counts from 1. All parts of as many are the whole. */
export interface Part {
  readonly number: number;
  readonly of: number;
}

export interface ChaosOptions {
  readonly mode: "runs" | "exhaustive" | "stale" | "dropped";
  readonly runs: number;
  readonly seed: number;
  /** Ends after so many minutes, however many runs that were; undefined: after the runs. */
  readonly minutes: number | undefined;
  readonly faults: readonly string[] | undefined;
  /** Of the points of the rollouts that are written out: which part of how many; part 1 of 1 is all of them. */
  readonly part: Part;
  /** Names of checkers that are left out. */
  readonly without: readonly string[];
  readonly json: boolean;
  /** Prints the pairs of what is drawn that were seldom met. */
  readonly pairs: boolean;
  /** Prints everything that happened: for one run. */
  readonly verbose: boolean;
}

const USAGE = `npm run chaos -- [--runs 500] [--seed S] [--minutes M] [--faults a,b] [--without c,d] [--json] [--verbose] [--pairs]
npm run chaos -- --exhaustive [--part 1/20]   every call and every write of fifteen rollouts, killed there
npm run chaos -- --stale [--part 1/20]        every read of fifteen rollouts answered as of an earlier moment, every look skipped
npm run chaos -- --dropped                    each seed without faults, and once more with every event dropped`;

export const LARGEST_SEED = 0x7fffffff;

/** Reads the command line. Throws InvalidInput with all that is wrong with it. */
export function readOptions(args: readonly string[], now: number): ChaosOptions {
  const { values } = parsed(args);
  const faults = namesIn(values.faults);
  const without = namesIn(values.without) ?? [];
  const given = MODES.filter((mode) => values[mode]);
  const problems = [
    ...wholeNumber("--runs", values.runs, 1, 10_000_000),
    ...wholeNumber("--seed", values.seed, 0, LARGEST_SEED),
    ...wholeNumber("--minutes", values.minutes, 1, 1440),
    ...unknown("--faults", faults ?? [], [...faultKinds.keys()]),
    ...unknown(
      "--without",
      without,
      openInvariants().map(({ name }) => name),
    ),
    ...oneCommand(given),
    ...partProblems(values.part, given),
  ];
  if (problems.length > 0) throw new InvalidInput(linesOf([...problems, "", USAGE]));
  const minutes = values.minutes === undefined ? undefined : Number(values.minutes);
  return {
    mode: given[0] ?? "runs",
    runs: Number(values.runs ?? (minutes === undefined ? 500 : Number.MAX_SAFE_INTEGER)),
    part: partOf(values.part ?? "1/1") ?? { number: 1, of: 1 },
    pairs: values.pairs ?? false,
    seed: values.seed === undefined ? now % LARGEST_SEED : Number(values.seed),
    minutes,
    faults,
    without,
    json: values.json ?? false,
    verbose: values.verbose ?? false,
  };
}

const namesIn = (list: string | undefined): string[] | undefined =>
  list?.split(",").map((name) => name.trim());

/** Options that are campaigns of their own. */
const MODES = ["exhaustive", "stale", "dropped"] as const;

const oneCommand = (given: readonly string[]): string[] =>
  given.length < 2 ? [] : [`${given.map((mode) => `--${mode}`).join(" and ")} are two commands: give one`];

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        runs: { type: "string" },
        seed: { type: "string" },
        minutes: { type: "string" },
        faults: { type: "string" },
        without: { type: "string" },
        json: { type: "boolean" },
        verbose: { type: "boolean" },
        exhaustive: { type: "boolean" },
        stale: { type: "boolean" },
        dropped: { type: "boolean" },
        pairs: { type: "boolean" },
        part: { type: "string" },
      },
    });
  } catch (error) {
    throw new InvalidInput(linesOf([error instanceof Error ? error.message : String(error), "", USAGE]));
  }
}

/** Campaigns that have a number of points that is known before they begin. */
const OF_POINTS: readonly string[] = ["exhaustive", "stale"];

function partOf(given: string): Part | undefined {
  const [, number, of] = /^(\d{1,6})\/(\d{1,6})$/u.exec(given) ?? [];
  const part = { number: Number(number), of: Number(of) };
  return part.number >= 1 && part.number <= part.of ? part : undefined;
}

function partProblems(given: string | undefined, modes: readonly string[]): string[] {
  if (given === undefined) return [];
  const misread =
    partOf(given) === undefined ? [`--part must be as 1/20, the first of twenty, is ${given}`] : [];
  const misplaced = modes.some((mode) => OF_POINTS.includes(mode))
    ? []
    : ["--part goes with --exhaustive and with --stale: take one of them, or leave it out"];
  return [...misread, ...misplaced];
}

function wholeNumber(option: string, given: string | undefined, low: number, high: number): string[] {
  if (given === undefined) return [];
  const value = Number(given);
  const fits = /^\d+$/.test(given) && value >= low && value <= high;
  return fits ? [] : [`${option} must be a whole number from ${low} to ${high}, is ${given}`];
}

function unknown(option: string, names: readonly string[], known: readonly string[]): string[] {
  const strange = names.filter((name) => !known.includes(name));
  if (strange.length === 0) return [];
  return [`${option}: there is no ${strange.join(", ")}; there are:\n  ${known.join("\n  ")}`];
}

const linesOf = (texts: readonly string[]): string[] => texts.flatMap((text) => text.split("\n"));
