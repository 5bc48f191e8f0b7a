/** Keys that differ between two declarations, as written: `bake: 15m → 10m`, `+ gates[1].kind: alarm`, `- network…`. */
export function declarationDiff(before: unknown, after: unknown): string[] {
  const [old, now] = [flat(before), flat(after)];
  const keys = [...new Set([...old.keys(), ...now.keys()])];
  return keys.flatMap((key) => {
    const [from, to] = [old.get(key), now.get(key)];
    if (from === to) return [];
    if (from === undefined) return [`+ ${key}: ${to}`];
    return [to === undefined ? `- ${key}: ${from}` : `  ${key}: ${from} → ${to}`];
  });
}

function flat(value: unknown, path = "", found = new Map<string, string>()): Map<string, string> {
  if (Array.isArray(value) && value.length > 0) {
    for (const [index, item] of value.entries()) flat(item, `${path}[${index}]`, found);
  } else if (typeof value === "object" && value !== null && Object.keys(value).length > 0) {
    for (const [key, child] of Object.entries(value))
      flat(child, path === "" ? key : `${path}.${key}`, found);
  } else {
    found.set(path, typeof value === "string" ? value : JSON.stringify(value));
  }
  return found;
}
