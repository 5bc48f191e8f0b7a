import type { PageFiles } from "./build-page.ts";

let built: Promise<PageFiles> | undefined;

/** From a clone it is built once, when it is asked for first; in the archive scripts/pack puts the built files in place of this. */
export const pageFiles = (): Promise<PageFiles> =>
  (built ??= import("./build-page.ts").then(({ buildPage }) => buildPage()));
