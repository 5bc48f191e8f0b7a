import { registerHooks } from "node:module";
import { dependentsOf, importersFrom } from "./dependents.ts";
import type { PlantedBug } from "./planted-bug.ts";
import { plantIn } from "./plant.ts";

type Chaos = Pick<typeof import("../campaigns/run-seed.ts"), "runSeed">;

const ROOT = new URL("../..", import.meta.url).href;
const ENTRY = new URL("../campaigns/run-seed.ts", import.meta.url).href;
const KEY = "planted";

const loaded = new Map<string, Promise<Chaos>>();

interface Planted {
  readonly bug: PlantedBug;
  /** URLs of the modules that the bug has for itself. */
  readonly own: ReadonlySet<string>;
}
const planted = new Map<string, Planted>();
let importers: ReturnType<typeof importersFrom> | undefined;

/**
 * The chaos, on a moult with the bug planted in it; null: on moult as it is. Every bug has the modules for itself that
 * the bug may show in, its own and all that import it, told apart by a query in their URLs: so many bugs can be planted in
 * one thread. All others, and dependencies, are shared. Throws for a bug in a file that a run does not come by.
 */
export function loadPlanted(bug: PlantedBug | null): Promise<Chaos> {
  const name = bug?.name ?? "";
  let chaos = loaded.get(name);
  if (chaos === undefined) {
    if (bug) planted.set(name, { bug, own: ownOf(bug) });
    chaos = import(bug ? marked(ENTRY, name) : ENTRY) as Promise<Chaos>;
    loaded.set(name, chaos);
  }
  return chaos;
}

function ownOf({ name, file }: PlantedBug): ReadonlySet<string> {
  importers ??= importersFrom(ENTRY);
  const own = dependentsOf(new URL(file, ROOT).href, importers);
  if (!own.has(ENTRY)) throw new Error(`"${name}": no run comes by ${file}`);
  return own;
}

const marked = (url: string, name: string): string => `${url}?${KEY}=${encodeURIComponent(name)}`;

const markOf = (url: string | undefined): string | null =>
  url?.startsWith(ROOT) ? new URL(url).searchParams.get(KEY) : null;

registerHooks({
  resolve: (specifier, context, next) => {
    const found = next(specifier, context);
    const name = markOf(context.parentURL);
    if (name === null || !planted.get(name)?.own.has(found.url)) return found;
    return { ...found, url: marked(found.url, name) };
  },
  load: (url, context, next) => {
    const found = next(url, context);
    const bug = planted.get(markOf(url) ?? "")?.bug;
    if (bug === undefined || new URL(bug.file, ROOT).pathname !== new URL(url).pathname) return found;
    const source = found.source;
    if (source === undefined || source === null)
      throw new Error(`${bug.file} has no text to plant "${bug.name}" in`);
    const text = typeof source === "string" ? source : Buffer.from(source as Uint8Array).toString("utf8");
    return { ...found, source: plantIn(text, bug) };
  },
});
