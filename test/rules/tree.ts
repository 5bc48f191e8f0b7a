import { execFileSync } from "node:child_process";
import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

const root = join(import.meta.dirname, "../..");

/** Every file of the project, by its path from the root: what git knows or would add, or all there is in a copy without git. */
export const files: readonly string[] = listed().filter((path) => existsSync(join(root, path)));

function listed(): string[] {
  if (!existsSync(join(root, ".git"))) {
    const foreign = ["node_modules", ".git", ".serverless", ".esbuild", "coverage", ".moult"];
    return globSync("**/*.*", { cwd: root, exclude: (name) => foreign.includes(name) });
  }
  // A checkout may belong to another user, as in a container; reading its list of files is no risk.
  const git = [
    "-c",
    `safe.directory=${root}`,
    "ls-files",
    "--cached",
    "--others",
    "--exclude-standard",
    "-z",
  ];
  return execFileSync("git", git, { cwd: root, encoding: "utf8" }).split("\0").filter(Boolean);
}

/** Folders whose code runs; tests and scripts are apart. */
const SOURCES = ["src", "functions", "cli", "dashboard", "simulator", "rehearsal", "bench", "chaos", "e2e"];

/** The TypeScript that runs. */
export const sources: readonly string[] = files.filter(
  (path) => /\.tsx?$/.test(path) && SOURCES.includes(path.split("/")[0] ?? ""),
);

const texts = new Map<string, string>();
export function textOf(path: string): string {
  const text = texts.get(path) ?? readFileSync(join(root, path), "utf8");
  texts.set(path, text);
  return text;
}

/** One line for each match in the files: `path: what matched`. */
export function found(pattern: RegExp, paths: readonly string[]): string[] {
  const all = new RegExp(pattern.source, `${pattern.flags.replace("g", "")}g`);
  return paths.flatMap((path) =>
    [...textOf(path).matchAll(all)].map(([match]) => `${path}: ${match.trim()}`),
  );
}

export interface Import {
  readonly from: string;
  /** A path from the root, or a package. */
  readonly to: string;
  /** Nothing of it is there when the program runs. */
  readonly typeOnly: boolean;
}

/** What a file imports or passes on, statically or not. */
export function importsIn(path: string, text: string): Import[] {
  const statics = text.matchAll(/^(import|export)\s+(type\s)?[^;"']*?from\s*["']([^"']+)["']/gm);
  const bare = text.matchAll(/^import\s*()()["']([^"']+)["']/gm);
  const dynamic = text.matchAll(/\bimport\(\s*()()["']([^"']+)["']/g);
  return [...statics, ...bare, ...dynamic].map(([, , type, name = ""]) => ({
    from: path,
    to: name.startsWith(".") ? normalize(join(dirname(path), name)) : name,
    typeOnly: type?.trim() === "type",
  }));
}

/** All imports of the code that runs. */
export const imports: readonly Import[] = sources.flatMap((path) => importsIn(path, textOf(path)));
