import * as z from "zod";
import { showValue } from "../shown-value.ts";
import { kindsAt, knownKeys } from "./declaration-keys.ts";
import type { FaultPath } from "./declaration-position.ts";
import { nearestWord } from "./nearest-word.ts";

/** One thing that is wrong with a declaration: where, what, with which value, and the way out. */
export interface Fault {
  readonly path: FaultPath;
  /** The key itself is wrong, not its value. */
  readonly atKey: boolean;
  readonly problem: string;
  /** Left out when there is none, or when `problem` has it already. */
  readonly value?: string;
  readonly wayOut: string;
}

type Issue = z.core.$ZodIssue;

/** What the schema found, in words for the person who wrote the declaration. */
export function faultsOf(error: z.ZodError, declaration: unknown): Fault[] {
  return error.issues.flatMap((issue) => faultsOfIssue(issue, declaration));
}

function faultsOfIssue(issue: Issue, declaration: unknown): Fault[] {
  const path = issue.path.map((segment) => (typeof segment === "number" ? segment : String(segment)));
  const value = valueAt(declaration, path);
  if (issue.code === "unrecognized_keys") {
    const known = knownKeys(path, declaration);
    return issue.keys.map((key) => unknownKey([...path, key], known));
  }
  if (issue.code === "custom" && isExplained(issue.params)) {
    const { atKey = false, wayOut } = issue.params;
    const shown = atKey ? {} : { value: showValue(value) };
    return [{ path, atKey, problem: issue.message, ...shown, wayOut }];
  }
  if (value === undefined && issue.code !== "custom") {
    const choices =
      issue.code === "invalid_union" && "options" in issue ? `: one of ${list(issue.options)}` : "";
    return [{ path, atKey: true, problem: "is missing", wayOut: `add it${choices}` }];
  }
  if (value === null) {
    return [{ path, atKey: true, problem: "is empty", wayOut: "give it a value, or remove the key" }];
  }
  if (issue.code === "invalid_union") return faultsOfUnion(issue, { path, value, declaration });
  return [{ path, atKey: false, ...plainFault(issue, value) }];
}

/** A fault that says itself how it is mended. */
const isExplained = (
  params: Record<string, unknown> | undefined,
): params is { readonly atKey?: boolean; readonly wayOut: string } => typeof params?.["wayOut"] === "string";

function unknownKey(path: FaultPath, known: readonly string[]): Fault {
  const key = String(path.at(-1));
  const fault = { path, atKey: true };
  const near = nearestWord(key, known);
  const wayOut = near === undefined ? `known here: ${list(known)}` : `did you mean \`${near}\`?`;
  return { ...fault, problem: "is not a known key", wayOut };
}

interface UnionPlace {
  readonly path: FaultPath;
  readonly value: unknown;
  readonly declaration: unknown;
}

/** A choice of kinds: by the name of the kind, or by the one key that each kind must have. */
function faultsOfUnion(issue: Extract<Issue, { code: "invalid_union" }>, place: UnionPlace): Fault[] {
  const { path, value, declaration } = place;
  if ("options" in issue && Array.isArray(issue.options)) {
    const options = issue.options.map(String);
    const near = nearestWord(showValue(value), options);
    const hint = near === undefined ? "" : `did you mean \`${near}\`? `;
    const problem = `is not a known ${path.at(-1) === "kind" ? "kind of gate" : String(path.at(-1))}`;
    return [
      { path, atKey: false, problem, value: showValue(value), wayOut: `${hint}known: ${list(options)}` },
    ];
  }
  const kinds = kindsAt(path, declaration);
  // A choice of values and not of sets of keys says itself what may be chosen.
  if (kinds.every(({ known }) => known.length === 0))
    return [
      { path, atKey: false, problem: issue.message, value: showValue(value), wayOut: "correct the value" },
    ];
  const keys = kinds.flatMap(({ required }) => required);
  const given = typeof value === "object" && value !== null ? Object.keys(value) : [];
  const chosen = keys.filter((key) => given.includes(key));
  if (chosen.length === 1) {
    const branch = kinds.findIndex(({ required }) => required.includes(chosen[0] ?? ""));
    return (issue.errors[branch] ?? []).flatMap((inner) =>
      faultsOfIssue({ ...inner, path: [...path, ...inner.path] }, declaration),
    );
  }
  const unknown = given.filter((key) => !kinds.some(({ known }) => known.includes(key)));
  if (chosen.length === 0 && unknown.length > 0)
    return unknown.map((key) => unknownKey([...path, key], keys));
  const problem = `must have exactly one of ${list(keys)}`;
  return [{ path, atKey: false, problem, value: showValue(value), wayOut: "keep the one that is meant" }];
}

function plainFault(issue: Issue, value: unknown): Pick<Fault, "problem" | "value" | "wayOut"> {
  const shown = { value: showValue(value) };
  switch (issue.code) {
    case "invalid_type": {
      const wayOut =
        typeof value === "object" ? "correct the value" : (REWRITTEN[issue.expected] ?? "correct the value");
      return { problem: `must be ${TYPES[issue.expected] ?? issue.expected}`, ...shown, wayOut };
    }
    case "invalid_value":
      return {
        problem: `must be ${list(issue.values.map(String))}`,
        ...shown,
        wayOut: nearest(issue.values, value),
      };
    case "too_small":
      return {
        problem: `must ${amount(issue.origin, "at least", issue.minimum)}`,
        ...shown,
        wayOut: "correct the value",
      };
    case "too_big":
      return {
        problem: `must ${amount(issue.origin, "at most", issue.maximum)}`,
        ...shown,
        wayOut: "correct the value",
      };
    case "custom":
    case "invalid_format": {
      const said = issue.message.includes(", is ");
      return { problem: issue.message, ...(said ? {} : shown), wayOut: "correct the value" };
    }
    default:
      return { problem: issue.message, ...shown, wayOut: "correct the value" };
  }
}

function nearest(known: readonly unknown[], value: unknown): string {
  const near = nearestWord(showValue(value), known.map(String));
  return near === undefined ? "correct the value" : `did you mean \`${near}\`?`;
}

const TYPES: Readonly<Record<string, string>> = {
  string: "text",
  int: "a whole number",
  number: "a number",
  boolean: "true or false",
  array: "a list",
  tuple: "a list",
  object: "a set of keys",
  record: "a set of keys",
};

/** How a value of another type is written as one of this. */
const REWRITTEN: Readonly<Record<string, string>> = {
  string: "write it in quotes, or with its unit",
  int: "write it as a whole number, such as 4",
  number: "write it as a number, without a unit",
};

function amount(origin: string, bound: string, limit: number | bigint): string {
  if (origin === "array") return `have ${bound} ${limit} item${limit === 1 ? "" : "s"}`;
  if (origin === "string") return `have ${bound} ${limit} character${limit === 1 ? "" : "s"}`;
  return `be ${bound} ${limit}`;
}

function valueAt(declaration: unknown, path: FaultPath): unknown {
  return path.reduce<unknown>(
    (value, segment) =>
      typeof value === "object" && value !== null && Object.hasOwn(value, segment)
        ? (value as Record<string | number, unknown>)[segment]
        : undefined,
    declaration,
  );
}

const list = (words: readonly unknown[]): string => words.join(", ");
