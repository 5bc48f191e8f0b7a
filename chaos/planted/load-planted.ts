import { registerHooks } from "node:module";
import type { PlantedBug } from "./planted-bug.ts";
import { plantIn } from "./plant.ts";

type Chaos = Pick<typeof import("../campaigns/run-seed.ts"), "runSeed">;

const ROOT = new URL("../..", import.meta.url).href;
const MODULES = new URL("node_modules/", ROOT).href;
const KEY = "planted";

const loaded = new Map<string, Promise<Chaos>>();
const planted = new Map<string, PlantedBug>();

/**
 * The chaos, on a moult with the bug planted in it; null: on moult as it is. Every bug has all modules of the project for
 * itself, told apart by a query in their URLs, so many bugs can be planted in one thread; dependencies are shared.
 */
export function loadPlanted(bug: PlantedBug | null): Promise<Chaos> {
  const name = bug?.name ?? "";
  let chaos = loaded.get(name);
  if (chaos === undefined) {
    if (bug) planted.set(name, bug);
    chaos = import(marked(new URL("../campaigns/run-seed.ts", import.meta.url).href, name)) as Promise<Chaos>;
    loaded.set(name, chaos);
  }
  return chaos;
}

const marked = (url: string, name: string): string => `${url}?${KEY}=${encodeURIComponent(name)}`;

const markOf = (url: string | undefined): string | null =>
  url?.startsWith(ROOT) ? new URL(url).searchParams.get(KEY) : null;

registerHooks({
  resolve: (specifier, context, next) => {
    const found = next(specifier, context);
    const name = markOf(context.parentURL);
    if (name === null || !found.url.startsWith(ROOT) || found.url.startsWith(MODULES)) return found;
    return { ...found, url: marked(found.url, name) };
  },
  load: (url, context, next) => {
    const found = next(url, context);
    const bug = planted.get(markOf(url) ?? "");
    if (bug === undefined || new URL(bug.file, ROOT).pathname !== new URL(url).pathname) return found;
    const source = found.source;
    if (source === undefined || source === null)
      throw new Error(`${bug.file} has no text to plant "${bug.name}" in`);
    const text = typeof source === "string" ? source : Buffer.from(source as Uint8Array).toString("utf8");
    return { ...found, source: plantIn(text, bug) };
  },
});
