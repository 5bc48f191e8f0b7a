import { readFileSync } from "node:fs";

/** Imports of values: those of types alone are gone when the code runs. */
const IMPORTS = /^\s*(?:import|export)\s+(?!type\b)(?:[^;]*?\sfrom\s+)?"(\.[^"]+)"|\bimport\("(\.[^"]+)"\)/gm;

/** The files that a file of the project imports, by URL. */
function importsOf(url: string): string[] {
  const text = readFileSync(new URL(url), "utf8");
  return [...text.matchAll(IMPORTS)].map(([, fixed, dynamic]) => new URL(fixed ?? dynamic ?? "", url).href);
}

/** Which files import which, of all that are reached from one: by URL, those that import it. */
export function importersFrom(entry: string): ReadonlyMap<string, ReadonlySet<string>> {
  const importers = new Map<string, Set<string>>([[entry, new Set()]]);
  const open = [entry];
  for (let url = open.pop(); url !== undefined; url = open.pop()) {
    for (const imported of importsOf(url)) {
      const known = importers.get(imported);
      if (known) known.add(url);
      else {
        importers.set(imported, new Set([url]));
        open.push(imported);
      }
    }
  }
  return importers;
}

/** A file and all files that import it, or one that does: what a change of it may show in. */
export function dependentsOf(
  url: string,
  importers: ReadonlyMap<string, ReadonlySet<string>>,
): ReadonlySet<string> {
  const dependents = new Set([url]);
  for (const each of dependents) for (const importer of importers.get(each) ?? []) dependents.add(importer);
  return dependents;
}
