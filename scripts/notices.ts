import { readdirSync, readFileSync } from "node:fs";
import * as z from "zod";

const lockFile = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      license: z.string().optional(),
      dev: z.boolean().optional(),
      optional: z.boolean().optional(),
    }),
  ),
});

interface Bundled {
  /** Where it lies: `node_modules/zod`. */
  readonly path: string;
  readonly name: string;
  readonly version: string;
  readonly license: string;
}

/** All that may be in a bundle. The optional packages are Node itself, for tests. */
export function bundledPackages(root: URL): readonly Bundled[] {
  const lock = lockFile.parse(JSON.parse(readFileSync(new URL("package-lock.json", root), "utf8")));
  return Object.entries(lock.packages)
    .filter(([path, { dev = false, optional = false }]) => path !== "" && !dev && !optional)
    .map(([path, { version = "", license = "" }]) => {
      const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
      return { path, name, version, license };
    });
}

/** Licences that ask for no more than to be passed on. */
const TAKEN = new Set(["0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "MIT-0"]);
const TEXT = /^(licen[cs]e|notice|copying)(\.(md|txt))?$/i;

/**
 * The licences of the packages: name, version, licence, and the texts that they come with. Throws an Error that names those whose
 * licence is not one that may be bundled, or is not known.
 */
export function notices(root: URL, packages: readonly Bundled[]): string {
  const strange = packages.filter(({ license }) => !TAKEN.has(license));
  if (strange.length > 0)
    throw new Error(
      `may these be bundled? ${strange.map(({ path, license }) => `${path} (${license || "no licence"})`).join(", ")}`,
    );
  return packages.map((each) => notice(root, each)).join("\n");
}

function notice(root: URL, { path, name, version, license }: Bundled): string {
  const folder = new URL(`${path}/`, root);
  const texts = readdirSync(folder)
    .filter((name) => TEXT.test(name))
    .toSorted()
    .map((name) => readFileSync(new URL(name, folder), "utf8").trim());
  const without = `It comes without the text of its licence: https://spdx.org/licenses/${license}.html`;
  const said = texts.length > 0 ? texts : [without];
  return [`${"=".repeat(80)}\n${name} ${version} (${license})`, ...said, ""].join("\n\n");
}
