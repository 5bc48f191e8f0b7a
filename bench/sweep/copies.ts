/** A copy of plain data (also Maps and Sets) in which each of these texts stands for another, wherever it is a part of a string. */
export function renamed<T>(value: T, names: ReadonlyMap<string, string>): T {
  const text = (old: string): string => {
    let now = old;
    for (const [from, to] of names) now = now.replaceAll(from, to);
    return now;
  };
  const copy = (each: unknown): unknown => {
    if (typeof each === "string") return text(each);
    if (Array.isArray(each)) return each.map(copy);
    if (each instanceof Map) return new Map([...each].map(([key, held]) => [copy(key), copy(held)]));
    if (each instanceof Set) return new Set([...each].map(copy));
    if (typeof each !== "object" || each === null) return each;
    return Object.fromEntries(Object.entries(each).map(([key, held]) => [key, copy(held)]));
  };
  return copy(value) as T;
}
