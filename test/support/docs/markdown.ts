import { readFileSync } from "node:fs";
import { join } from "node:path";
import { files } from "../../rules/tree.ts";

const root = join(import.meta.dirname, "../../..");

/** Every document of the project, by its path from the root. */
export const documents: readonly string[] = files.filter((path) => path.endsWith(".md"));

export const textOf = (path: string): string => readFileSync(join(root, path), "utf8");

export interface Fence {
  /** What stands behind the backticks: `yaml`, `bash` or nothing. */
  readonly language: string;
  readonly text: string;
}

/** The code blocks of a document. */
export function fencesIn(markdown: string): Fence[] {
  return [...markdown.matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(([, language = "", text = ""]) => ({
    language,
    text,
  }));
}

/** The document without its code blocks. */
export const proseOf = (markdown: string): string => markdown.replaceAll(/^```.*?^```$/gms, "");

/** What stands between single backticks, a line break being a blank. */
export const spansIn = (markdown: string): string[] =>
  [...proseOf(markdown).matchAll(/`([^`]+)`/g)].map(([, span = ""]) => span.replaceAll(/\s+/g, " "));

/** Targets of the links that lead to somewhere in the project: `deploy.md#tags`. */
export const linksIn = (markdown: string): string[] =>
  [...proseOf(markdown).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = ""]) => target)
    .filter((target) => !/^[a-z]+:/.test(target));

/** The names under which a document's headings can be linked to, as GitHub makes them. */
export const anchorsIn = (markdown: string): string[] =>
  [...proseOf(markdown).matchAll(/^#+ +(.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, "")
      .replaceAll(" ", "-"),
  );
