import type { Filter } from "@aws-sdk/client-ec2";
import { ServiceFault } from "../operation.ts";
import type { Tag } from "./state.ts";

/** The values of each filterable field of a record, by the filter's name. */
type FilterFields<R> = Readonly<Record<string, (record: R) => readonly string[]>>;

/** How the records of one kind are filtered: their fields, and their tags (`tag:<key>`, `tag-key`). */
export interface Filterable<R> {
  readonly fields: FilterFields<R>;
  tagsOf(record: R): readonly Tag[];
}

/**
 * A test for EC2's filters: every filter must match, by any of its values; `*` and `?` are wildcards and letters
 * count by case, as documented for `Filter`. A filter that is not carried out is refused by name.
 */
export function compileFilters<R>(
  filters: readonly Filter[] | undefined,
  kind: Filterable<R>,
): (record: R) => boolean {
  const tests = (filters ?? []).map((filter) => compileFilter(filter, kind));
  return (record) => tests.every((test) => test(record));
}

function compileFilter<R>(filter: Filter, kind: Filterable<R>): (record: R) => boolean {
  const name = filter.Name ?? "";
  const valuesOf = fieldReader(name, kind);
  if (filter.Values === undefined || filter.Values.length === 0) {
    throw new ServiceFault("InvalidParameterValue", `The filter '${name}' has no values.`);
  }
  const matches = compileValues(filter.Values);
  return (record) => valuesOf(record).some(matches);
}

function fieldReader<R>(name: string, kind: Filterable<R>): (record: R) => readonly string[] {
  const field = Object.hasOwn(kind.fields, name) ? kind.fields[name] : undefined;
  if (field) return field;
  if (name === "tag-key") return (record) => kind.tagsOf(record).map((tag) => tag.key);
  if (name.startsWith("tag:")) {
    const key = name.slice("tag:".length);
    return (record) => kind.tagsOf(record).flatMap((tag) => (tag.key === key ? [tag.value] : []));
  }
  throw new ServiceFault("InvalidParameterValue", `The filter '${name}' is invalid`);
}

function compileValues(values: readonly string[]): (value: string) => boolean {
  const exact = new Set(values);
  const patterns = values.filter((value) => /[*?]/.test(value)).map(wildcardPattern);
  return (value) => exact.has(value) || patterns.some((pattern) => pattern.test(value));
}

function wildcardPattern(value: string): RegExp {
  const escaped = value.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`, "s");
}
