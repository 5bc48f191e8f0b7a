import { expect, test } from "vitest";
import { addressOf, DECISIONS, groups, pages, slugOf } from "../../site/pages.mjs";
import { files, textOf } from "../rules/tree.ts";
import { anchorsIn, documents, proseOf } from "../support/docs/markdown.ts";

test("the site has each document once, in its order, and no other", () => {
  const own = documents.filter((path) => !path.startsWith(".github/") && !path.startsWith(DECISIONS));
  expect([...pages].sort()).toEqual([...own, `${DECISIONS}README.md`].sort());
  expect(groups.flatMap((group) => group.pages)).toEqual(pages);
});

test("a page is found where its document is; the README is the first", () => {
  expect(["README.md", "docs/why.md", "docs/decisions/README.md"].map(addressOf)).toEqual([
    "index.md",
    "docs/why.md",
    "docs/decisions/index.md",
  ]);
});

test("headings have the addresses that the documents' links name", () => {
  const headings = documents.flatMap((path) =>
    [...proseOf(textOf(path)).matchAll(/^#+ +(.+)$/gm)].map(([, heading = ""]) => heading),
  );
  expect(headings.map(slugOf)).toEqual(documents.flatMap((path) => anchorsIn(textOf(path))));
});

test("nothing in a document is code to the generator", () => {
  const prose = (path: string): string => proseOf(textOf(path)).replaceAll(/`[^`]+`/g, "");
  expect(documents.filter((path) => prose(path).includes("{{"))).toEqual([]);
});

test("its packages are no part of what the tests install, and are as exact", () => {
  const { devDependencies } = JSON.parse(textOf("site/package.json")) as {
    devDependencies: Record<string, string>;
  };
  for (const [name, version] of Object.entries(devDependencies)) {
    expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(textOf("package.json")).not.toContain(`"${name}"`);
  }
  expect(files).toContain("site/package-lock.json");
  expect(textOf("site/.npmrc")).toBe(textOf(".npmrc"));
});
