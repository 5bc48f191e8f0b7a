/** Keys that differ between two declarations, as written: `bake: 15m → 10m`, `+ gates[1].kind: alarm`, `- network…`. */
export function declarationDiff(before: unknown, after: unknown): string[] {
  const [was, is] = [flat(before), flat(after)];
  const keys = [...new Set([...was.keys(), ...is.keys()])];
  return keys.flatMap((key) => {
    const [old, now] = [was.get(key), is.get(key)];
    if (old === now) return [];
    if (old === undefined) return [`+ ${key}: ${now}`];
    return [now === undefined ? `- ${key}: ${old}` : `  ${key}: ${old} → ${now}`];
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
