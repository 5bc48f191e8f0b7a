/** A short text that is the same for the same value, whatever the order of its keys. It tells values apart, and guards nothing. */
export function digest(value: unknown): string {
  const text = JSON.stringify(inOrder(value)) ?? "";
  let [high, low] = [0xdeadbeef, 0x41c6ce57];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    high = Math.imul(high ^ code, 2_654_435_761);
    low = Math.imul(low ^ code, 1_597_334_677);
  }
  return [high ^ (low >>> 16), low ^ (high >>> 13)].map((part) => (part >>> 0).toString(36)).join("");
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Date) return value.getTime();
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, each]) => each !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, inOrder(each)]),
  );
}
