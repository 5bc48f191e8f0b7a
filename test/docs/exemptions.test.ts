import { expect, test } from "vitest";
import { openInvariants } from "../../chaos/checkers.ts";
import { EXEMPTIONS } from "../../chaos/checkers/exemptions.ts";
import { textOf } from "../support/docs/markdown.ts";
import { sources } from "../support/docs/checker-sources.ts";

const NAMES = Object.keys(EXEMPTIONS);

/** The rows of the table under this heading, without its head. */
function rowsUnder(heading: string): string[] {
  const [, rest = ""] = textOf("docs/chaos.md").split(`\n## ${heading}\n`);
  const [section = ""] = rest.split("\n## ");
  return section
    .split("\n")
    .filter((line) => line.startsWith("| "))
    .slice(1);
}

test("docs/chaos.md has a row for each exemption, and none that is not one", () => {
  const rows = Object.entries(EXEMPTIONS).map(([name, { of, reason, harm }]) => {
    const [checker, what] = name.split(": ");
    return `| \`${checker}\` | ${what} | ${of} | ${reason} | ${harm} |`;
  });
  expect(rowsUnder("What no checker counts")).toEqual(rows);
});

test("each exemption is of a checker that there is", () => {
  const checkers = new Set(openInvariants().map(({ name }) => name));
  expect(NAMES.filter((name) => !checkers.has(name.split(":")[0] ?? ""))).toEqual([]);
});

test("each exemption is asked for by a checker", () => {
  const text = sources();
  expect(NAMES.filter((name) => !text.includes(`"${name}"`))).toEqual([]);
});

test("no checker asks what the plan of a run has drawn, but for the strategy and the sizes", () => {
  // An exemption by what was drawn would hold for the whole run.
  expect(sources()).not.toMatch(/plan\.faults\.some|plan\.acts\b|exempted/u);
});
