/** Paths of what AWS says of a setting, and nobody sets. */
const STATES = new Set(["MetadataOptions.State"]);

/**
 * The fields, by path, in which one answer of AWS's differs from another; lists in no particular order, and an empty one is
 * none.
 */
export function templateDifference(expected: unknown, found: unknown, path = ""): string[] {
  if (STATES.has(path)) return [];
  if (!isRecord(expected) || !isRecord(found)) {
    return canonical(expected) === canonical(found) ? [] : [path];
  }
  const names = new Set([...Object.keys(expected), ...Object.keys(found)]);
  return [...names]
    .sort()
    .flatMap((name) =>
      templateDifference(expected[name], found[name], path === "" ? name : `${path}.${name}`),
    );
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The same text for what is the same: absent, null and empty are one, and lists are sorted. */
function canonical(value: unknown): string {
  if (value === undefined || value === null) return "";
  if (Array.isArray(value)) return value.length === 0 ? "" : `[${value.map(canonical).sort().join(",")}]`;
  if (!isRecord(value)) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, each]): [string, string] => [name, canonical(each)]);
  const said = members.filter(([, each]) => each !== "").sort(([a], [b]) => a.localeCompare(b));
  return said.length === 0 ? "" : `{${said.map(([name, each]) => `${name}:${each}`).join(",")}}`;
}
