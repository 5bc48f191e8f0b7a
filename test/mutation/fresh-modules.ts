import { readFileSync } from "node:fs";
import { registerHooks, stripTypeScriptTypes } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";

/** Modules of the sandbox, imported once and shared, or again where a mutant acts while a module is loaded. */
export interface FreshModules {
  /** Imports a test file; its helpers under test/ are its own, so that their hooks are declared for each file. */
  importTest(file: string): Promise<unknown>;
  /** From now on this file, and whatever imports it, is loaded anew: once for each call. */
  reload(file: string): void;
  /** From now on what was loaded first is used again. */
  original(): void;
  /** Whether the test file imports the file, directly or through others. Known once it was imported. */
  reaches(test: string, file: string): boolean;
}

const withoutQuery = (url: string): string => url.split("?", 1)[0] ?? url;

/**
 * Takes over the loading of modules in this thread. A module's address carries what it is loaded for: `t`, the test
 * file that has its own copy of a helper, and `g`, the count of the reload.
 */
export function freshModules(root: string, vitest: string): FreshModules {
  const base = pathToFileURL(`${root}/`).href;
  const importers = new Map<string, Set<string>>();
  const sources = new Map<string, string>();
  let [reloads, generation, stale] = [0, 0, new Set<string>()];

  const dependents = (url: string): Set<string> => {
    const found = new Set([url]);
    for (const each of found) for (const importer of importers.get(each) ?? []) found.add(importer);
    return found;
  };
  const address = (path: string, asked: URLSearchParams): string => {
    const query = new URLSearchParams();
    const own = asked.get("t");
    if (own !== null && path.startsWith(`${base}test/`)) query.set("t", own);
    if (generation > 0 && stale.has(path)) query.set("g", String(generation));
    return query.size === 0 ? path : `${path}?${query.toString()}`;
  };

  registerHooks({
    resolve: (specifier, context, next) => {
      const parent = context.parentURL ?? "";
      const inside = parent.startsWith(base);
      if (specifier === "vitest" && inside) return { url: vitest, shortCircuit: true };
      const resolved = next(specifier, context);
      const path = withoutQuery(resolved.url);
      if (!path.startsWith(base) || path.includes("/node_modules/")) return resolved;
      if (inside) {
        const known = importers.get(path) ?? new Set();
        importers.set(path, known.add(withoutQuery(parent)));
      }
      const asked = new URL(specifier.startsWith("file:") ? specifier : parent).searchParams;
      return { ...resolved, url: address(path, asked) };
    },
    load: (url, context, next) => {
      const path = withoutQuery(url);
      if (!path.startsWith(base) || !path.endsWith(".ts")) return next(url, context);
      const source = sources.get(path) ?? stripTypeScriptTypes(readFileSync(fileURLToPath(path), "utf8"));
      sources.set(path, source);
      return { format: "module", source, shortCircuit: true };
    },
  });

  return {
    importTest: (file) => import(`${pathToFileURL(file).href}?t=${encodeURIComponent(file)}`),
    reload: (file) => {
      reloads += 1;
      [generation, stale] = [reloads, dependents(pathToFileURL(file).href)];
    },
    original: () => {
      generation = 0;
    },
    reaches: (test, file) => dependents(pathToFileURL(file).href).has(pathToFileURL(test).href),
  };
}
