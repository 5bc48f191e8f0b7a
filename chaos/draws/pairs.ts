import { faultKinds } from "../faults.ts";
import {
  ACT_KINDS,
  HAND_KINDS,
  LONG_WAITS,
  type Plan,
  REQUEST_KINDS,
  SCAN_TROUBLES,
  STEERING_KINDS,
} from "./plan.ts";

/** What was drawn for a run, one word for each value of each dimension: `event`, `abort`, `lambda-dies`, `none`. */
export const drawnOf = (plan: Plan): string[] => [
  ...new Set([
    ...askedAndDone(plan),
    ...judgedBy(plan),
    ...bindingOn(plan),
    plan.fleet.strategy,
    plan.engine.runs,
  ]),
];

/** What is asked for, what people do, and what goes wrong. */
const askedAndDone = ({ requests, acts, faults, hands = [], scans, longWaits = [] }: Plan): string[] => [
  ...requests.map(({ kind }) => kind),
  ...acts.map(({ kind }) => kind),
  ...faults.map(({ name }) => name),
  ...hands.map(({ kind }) => kind),
  ...(scans?.troubles ?? []),
  ...longWaits,
];

/** By what servers are judged. */
const judgedBy = ({ fleet, logins, notices, keeps, scans }: Plan): string[] => [
  ...Object.values(fleet.drift ?? {}).map((mode) => `drift-${mode}`),
  ...given({
    age: fleet.age,
    login: logins,
    notice: notices,
    recycle: fleet.recycle,
    keep: keeps,
    "schedule-due": fleet.due,
    storm: scans?.storm,
  }),
];

/** What binds when runs may begin and go on. */
const bindingOn = ({ fleet: { brakes = {}, approval, declaration } }: Plan): string[] => [
  ...Object.keys(brakes),
  ...(approval?.declared ? [`approval-${approval.declared.before}`] : []),
  ...given({
    "shift-windows": brakes.windows?.gates,
    metric: declaration.gates?.some(({ kind }) => kind === "metric"),
  }),
];

/** The words whose dimension was drawn. */
const given = (words: Readonly<Record<string, unknown>>): string[] =>
  Object.keys(words).filter((word) => Boolean(words[word]));

/** Of these a run has one each. */
const STRATEGIES = ["alb-weighted", "nlb-weighted", "target-group", "none"];
const ENGINES = ["functions", "one-process"];
/** What servers are judged by. */
const JUDGED = [
  "login",
  "notice",
  "recycle",
  "keep",
  "age",
  "schedule-due",
  "drift-auto",
  "drift-approve",
  "drift-observe",
  "storm",
];
/** What binds when runs may begin. */
const BRAKES = [
  "windows",
  "calendar",
  "budget",
  "slots",
  "shift-windows",
  "approval-launch",
  "approval-shift",
];
const WITHOUT_STEPS = ["target-group", "none"];
/** Kinds of faults of one process that runs everything. */
const OF_ONE_PROCESS = ["engine-dies", "processes-pause"];

/** Every pair that can be met. */
const pairs = (): string[] => {
  const many = [
    ...REQUEST_KINDS,
    ...ACT_KINDS,
    ...STEERING_KINDS,
    ...faultKinds.keys(),
    ...HAND_KINDS,
    ...SCAN_TROUBLES,
    ...JUDGED,
    ...BRAKES,
    ...LONG_WAITS,
  ];
  const all = [...many, ...STRATEGIES, ...ENGINES];
  return all.flatMap((one, index) =>
    all.slice(index + 1).flatMap((other) => (canMeet(one, other) ? pairOf(one, other) : [])),
  );
};

const canMeet = (one: string, other: string): boolean => {
  if ([STRATEGIES, ENGINES].some((values) => values.includes(one) && values.includes(other))) return false;
  if (one === "approval-launch" && other === "approval-shift") return false;
  if (one === "long-pause" && WITHOUT_STEPS.includes(other)) return false;
  return !(other === "functions" && OF_ONE_PROCESS.includes(one));
};

const pairOf = (one: string, other: string): string => [one, other].sort().join(" + ");

export type PairCounts = Record<string, number>;

/** Counts a run in. */
export function countPairs(counts: PairCounts, drawn: readonly string[]): void {
  for (const [index, one] of drawn.entries()) {
    for (const other of drawn.slice(index + 1)) {
      const pair = pairOf(one, other);
      counts[pair] = (counts[pair] ?? 0) + 1;
    }
  }
}

/** A pair counts as met when it was drawn so often. */
const OFTEN = 50;

/** How often pairs were met: one line, and with `all` one more for each that was not met often enough. */
export function pairsText(counts: PairCounts, all: boolean): string[] {
  const met = pairs().map((pair) => ({ pair, times: counts[pair] ?? 0 }));
  const seldom = met.filter(({ times }) => times < OFTEN).sort((a, b) => a.times - b.times);
  const least = Math.min(...met.map(({ times }) => times));
  const line = `${met.length} pairs of what is drawn, each met ${least} times or more, ${seldom.length} of them less than ${OFTEN} times`;
  return [line, ...(all ? seldom.map(({ pair, times }) => `  ${pair}  ${times}`) : [])];
}
