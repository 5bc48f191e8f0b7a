import type { PlantedBug } from "./planted-bug.ts";

/** The text with the bug in it. Throws when what it replaces does not stand there exactly once. */
export function plantIn(text: string, { name, file, find, put }: PlantedBug): string {
  const places = text.split(find).length - 1;
  if (places === 1) return text.replace(find, () => put);
  throw new Error(
    `"${name}": what it replaces stands in ${file} ${places} times; it has to be once. Write it anew in chaos/planted/bugs.ts.`,
  );
}
