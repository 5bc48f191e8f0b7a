import type { PageFiles } from "./build-page.ts";

/** From a clone it is built when it is asked for; in the archive scripts/pack puts the built files in place of this. */
export async function pageFiles(): Promise<PageFiles> {
  const { buildPage } = await import("./build-page.ts");
  return buildPage();
}
