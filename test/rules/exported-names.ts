import { importsIn } from "./tree.ts";

const DECLARED =
  /^export\s+(?:declare\s+|abstract\s+|async\s+)*(?:function\*?|const|let|class|interface|type|enum)\s+(\w+)/gm;
const LISTED = /^export\s+(?:type\s+)?\{([^}]*)\}/gm;
const NAMED_IMPORTS =
  /^(?:import|export)\s+(?:type\s+)?(?:\w+\s*,\s*)?\{([^}]*)\}\s*from\s*["']([^"']+)["']/gm;
const NAMESPACE = /^(?:import|export)\s+(?:type\s+)?\*[^;"']*from\s*["'][^"']+["']/gm;

/** `a, type B as C` as pairs of the name there and the name here. */
const namesOf = (list: string): { readonly there: string; readonly here: string }[] =>
  list
    .split(",")
    .map((each) => each.trim().replace(/^type\s+/, ""))
    .filter((each) => each !== "")
    .map((each) => each.split(/\s+as\s+/))
    .map(([there = "", here = there]) => ({ there, here }));

/** The names that a file exports. */
export function exportedIn(text: string): string[] {
  const declared = [...text.matchAll(DECLARED)].map(([, name = ""]) => name);
  const listed = [...text.matchAll(LISTED)].flatMap(([, list = ""]) => namesOf(list).map(({ here }) => here));
  return [...declared, ...listed];
}

interface Use {
  /** A path from the root, or a package. */
  readonly from: string;
  /** Whether this name of it is used. */
  readonly takes: (name: string) => boolean;
}

/**
 * What a file uses of others: everything of a module that it imports as a whole; of one that it imports at run time each
 * name that stands anywhere in its text.
 */
export function usedIn(path: string, text: string): Use[] {
  const named = [...text.matchAll(NAMED_IMPORTS)].map(([, list = "", module = ""]) => ({ list, module }));
  const listed = named.map(({ list, module }) => {
    const [imported] = importsIn(path, `import "${module}";`);
    const taken = new Set(namesOf(list).map(({ there }) => there));
    return { from: imported?.to ?? "", takes: (name: string) => taken.has(name) };
  });
  const rest = text.replaceAll(NAMED_IMPORTS, "");
  const namespaces = importsIn(path, [...rest.matchAll(NAMESPACE)].join("\n"));
  const words = new Set(rest.replaceAll(/["']\.[^"']*["']/g, "").match(/\w+/g));
  const atRunTime = importsIn(path, rest.replaceAll(NAMESPACE, ""));
  return [
    ...listed,
    ...namespaces.map(({ to }) => ({ from: to, takes: () => true })),
    ...atRunTime.map(({ to }) => ({ from: to, takes: (name: string) => words.has(name) })),
  ];
}

/** `path: name` of every export in `exporting` that no other file of `using` takes. Both are texts by path. */
export function unusedExports(
  exporting: ReadonlyMap<string, string>,
  using: ReadonlyMap<string, string>,
): string[] {
  const uses = new Map<string, Use[]>();
  for (const [path, text] of using) {
    for (const use of usedIn(path, text)) {
      if (use.from === path) continue;
      uses.set(use.from, [...(uses.get(use.from) ?? []), use]);
    }
  }
  return [...exporting].flatMap(([path, text]) =>
    exportedIn(text)
      .filter((name) => !uses.get(path)?.some(({ takes }) => takes(name)))
      .map((name) => `${path}: ${name}`),
  );
}
