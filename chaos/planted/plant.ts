import { cpSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { PlantedBug } from "./bugs.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
/** What a chaos run loads. */
const NEEDED = [
  "chaos",
  "rehearsal",
  "resources",
  "simulator",
  "src",
  "statemachines",
  "functions",
  "package.json",
];

/** The text with the bug in it. Throws when what it replaces does not stand there exactly once. */
export function plantIn(text: string, { name, file, find, put }: PlantedBug): string {
  const places = text.split(find).length - 1;
  if (places === 1) return text.replace(find, () => put);
  throw new Error(
    `"${name}": what it replaces stands in ${file} ${places} times; it has to be once. Write it anew in chaos/planted/bugs.ts.`,
  );
}

/** A copy of the project in a folder of its own with the bug planted in it; answers the folder. */
export function plant(bug: PlantedBug): string {
  const folder = mkdtempSync(join(tmpdir(), "moult-planted-"));
  for (const name of NEEDED) cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  const path = join(folder, bug.file);
  writeFileSync(path, plantIn(readFileSync(path, "utf8"), bug));
  return folder;
}
