import type * as z from "zod";
import { nearestWord } from "../declaration/nearest-word.ts";
import { showValue } from "../shown-value.ts";

interface Start {
  readonly given: unknown;
  /** The keys that are known at the top level (under "") and in `request`. */
  readonly known: Readonly<Record<string, readonly string[]>>;
}

type Issue = z.core.$ZodIssue;
/** A key that is not known, and the one that was probably meant. */
interface StrangeKey {
  readonly path: string;
  readonly fault: string;
  readonly meant: string | undefined;
}

/** No sentence has more of them; the rest is counted. */
const MOST_FAULTS = 10;

/** What is wrong with an execution's input, one sentence a fault, for the person who typed it. */
export function faultsOfStart(issues: readonly Issue[], start: Start): string[] {
  const strange = issues.flatMap((issue) => strangeKeys(issue, start));
  const meant = strange.flatMap((key) => key.meant ?? []);
  const wrong = issues.flatMap((issue) => {
    const path = issue.path.join(".");
    // A key with a typo in it is missing as well: that is one fault.
    return issue.code === "unrecognized_keys" || meant.includes(path) ? [] : [faultOf(issue, path, start)];
  });
  const faults = [...strange.map(({ fault }) => fault), ...wrong];
  const more = faults.length - MOST_FAULTS;
  return more <= 0 ? faults : [...faults.slice(0, MOST_FAULTS), `and ${more} more faults`];
}

function strangeKeys(issue: Issue, { known }: Start): StrangeKey[] {
  if (issue.code !== "unrecognized_keys") return [];
  const place = issue.path.join(".");
  const prefix = place === "" ? "" : `${place}.`;
  const here = known[place] ?? [];
  return issue.keys.map((key) => {
    const near = nearestWord(key.slice(0, 60), here);
    const wayOut = near === undefined ? `known are ${here.join(", ")}` : `did you mean ${near}?`;
    const path = `${prefix}${showValue(key)}`;
    return { path, fault: `${path} is not a known key (${wayOut})`, meant: near && `${prefix}${near}` };
  });
}

function faultOf(issue: Issue, path: string, { given }: Start): string {
  const value = issue.path.reduce<unknown>(
    (whole, key) => (whole as Record<PropertyKey, unknown> | undefined)?.[key],
    given,
  );
  const name = path === "" ? "it" : path;
  return value === undefined
    ? `${name} is missing`
    : `${name} ${problemOf(issue, value)}, is ${showValue(value)}`;
}

function problemOf(issue: Issue, value: unknown): string {
  if (issue.code === "invalid_type") return `must be ${TYPES[issue.expected] ?? issue.expected}`;
  if (issue.code !== "invalid_value") return issue.message;
  const values = issue.values.map(String);
  const near = nearestWord(showValue(value), values);
  return `must be one of ${values.join(", ")}${near === undefined ? "" : ` (did you mean ${near}?)`}`;
}

const TYPES: Readonly<Record<string, string>> = {
  string: "text in quotes",
  boolean: "true or false",
  number: "a number",
  object: "an object",
  record: "an object",
};
