import { filterTakes, invalid } from "./event-filter.ts";

export type Pattern = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Pattern =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * Whether a pattern takes an event, as TestEventPattern says: every field that is named, by one of its values or filters. Of
 * a list one element has to fit, of a list of objects one has to fit in all that is asked of it. A field is what is in it: an
 * object has no value of its own, and `exists: false` takes what is not there at any depth. Throws for a pattern that is not
 * valid.
 */
export function matchesPattern(pattern: Pattern, event: unknown): boolean {
  if (Object.keys(pattern).length === 0) return invalid("it asks nothing", pattern);
  const one = (each: unknown): boolean =>
    Object.entries(pattern).every(([key, wanted]) => {
      if (key === "$or" && isChoice(wanted)) return wanted.some((choice) => matchesPattern(choice, each));
      return takes(wanted, isObject(each) ? each[key] : undefined);
    });
  return Array.isArray(event) && event.some(isObject) ? event.filter(isObject).some(one) : one(event);
}

/** Any other `$or` is a field of that name. */
const isChoice = (wanted: unknown): wanted is readonly Pattern[] =>
  Array.isArray(wanted) && wanted.length > 1 && wanted.every(isObject);

function takes(wanted: unknown, value: unknown): boolean {
  if (isObject(wanted)) return matchesPattern(wanted, value);
  if (!Array.isArray(wanted)) return invalid("a value stands in a list", wanted);
  if (wanted.length === 0) return invalid("a list is empty", wanted);
  const leaves = leavesOf(value);
  // Each is looked at, so that one that is not valid is found whatever the event.
  return wanted.map((filter: unknown) => filterTakes(filter, leaves)).includes(true);
}

/** The values at a place, those of lists in lists among them. */
const leavesOf = (value: unknown): unknown[] =>
  Array.isArray(value) ? value.flatMap(leavesOf) : value === undefined || isObject(value) ? [] : [value];
