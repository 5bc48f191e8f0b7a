import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import { GEOMETRY } from "./geometry.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Text on an SVG has a ground that axe cannot work out: its colours are the tokens', which tokens.test.ts computes. */
const UNEXPLAINED = `const unexplained = (rule) => ({ ...rule, nodes: rule.nodes.filter(({ html }) => !html.startsWith('<text class="axis"')) });`;

/** What axe finds, in short: the rule and the first element of each. */
const AXE = `axe.run(document, { resultTypes: ["violations", "incomplete"] }).then((found) =>
  [...found.violations, ...found.incomplete.map(unexplained).filter(({ nodes }) => nodes.length > 0)].map(({ id, nodes }) => id + ": " + nodes.length + " " + nodes.slice(0, 4).map((n) => n.html.slice(0, 110)).join(" | ") + " " + (nodes[0].any[0]?.message ?? "")))`;

async function look(page: Page): Promise<string[]> {
  return [
    ...((await page.evaluate(`(() => { ${UNEXPLAINED} return ${AXE}; })()`)) as string[]),
    ...((await page.evaluate(GEOMETRY)) as string[]),
  ];
}

/** What axe and the boxes say of a page. One that is live may change while axe reads it, which then cannot relate what it read: a fault of the page is there again. */
export async function faultsHere(page: Page): Promise<string[]> {
  // Two of three looks are at a document that has it already.
  if ((await page.evaluate("typeof axe")) === "undefined") await page.evaluate(axe);
  const found = await look(page);
  if (found.length === 0) return [];
  const again = new Set(await look(page));
  return found.filter((fault) => again.has(fault));
}
