import { globSync, readFileSync } from "node:fs";

/** The text of all checkers, without the exemptions' own. */
export const sources = (): string =>
  globSync("chaos/checkers/**/*.ts")
    .filter((path) => !path.includes("/exemptions/"))
    .map((path) => readFileSync(path, "utf8"))
    .join("\n");
