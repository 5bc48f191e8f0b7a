import { invalid, required } from "./faults.ts";

interface Attribute {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

/** What the values of an attribute must look like. */
interface AttributeRule {
  readonly initial: string;
  readonly accepts: (value: string) => boolean;
}

export type AttributeRules = Readonly<Record<string, AttributeRule>>;

/** Changed attributes laid over `current`. Throws ValidationError for none, unknown keys and values out of range. */
export function changedAttributes(
  current: ReadonlyMap<string, string>,
  given: readonly Attribute[] | undefined,
  rules: AttributeRules,
): Map<string, string> {
  const changes = required(given, "Attributes");
  for (const { Key: key = "", Value: value = "" } of changes) {
    const rule = rules[key];
    if (rule === undefined) throw invalid(`Attribute key '${key}' is not recognized`);
    if (!rule.accepts(value)) throw invalid(`Attribute value '${value}' is not valid for '${key}'`);
  }
  const changed = changes.map(({ Key: key = "", Value: value = "" }) => [key, value] as const);
  return new Map([...current, ...changed]);
}

export const initialAttributes = (rules: AttributeRules): Map<string, string> =>
  new Map(Object.entries(rules).map(([key, rule]) => [key, rule.initial]));

export const apiAttributes = (attributes: ReadonlyMap<string, string>): { Key: string; Value: string }[] =>
  [...attributes].map(([Key, Value]) => ({ Key, Value }));

/** `true` or `false`. */
export const flag = (initial: boolean): AttributeRule => ({
  initial: String(initial),
  accepts: (value) => value === "true" || value === "false",
});

/** One of these words. The first is the default. */
export const oneOf = (...words: readonly [string, ...string[]]): AttributeRule => ({
  initial: words[0],
  accepts: (value) => words.includes(value),
});

/** A whole number from `low` to `high`, or one of `also`. */
export const whole = (
  initial: string,
  low: number,
  high: number,
  ...also: readonly string[]
): AttributeRule => ({
  initial,
  accepts: (value) =>
    also.includes(value) || (/^\d+$/.test(value) && Number(value) >= low && Number(value) <= high),
});

export const anything: AttributeRule = { initial: "", accepts: () => true };
