/** An instant as people and scripts both read it: UTC, to the second. */
export const instant = (milliseconds: number): string =>
  new Date(milliseconds)
    .toISOString()
    .replace("T", " ")
    .replace(/\.\d+Z$/, "Z");
