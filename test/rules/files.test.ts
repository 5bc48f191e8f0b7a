import { basename, dirname } from "node:path";
import { expect, test } from "vitest";
import { files, found, sources, textOf } from "./tree.ts";

const linesOf = (path: string): number => textOf(path).trimEnd().split("\n").length;
const typescript = files.filter((path) => /\.tsx?$/.test(path));

test("no file has more than 250 lines, tests included, and four of five of the code have less than 120", () => {
  expect(sources.length).toBeGreaterThan(300);
  expect(typescript.filter((path) => linesOf(path) > 250)).toEqual([]);
  const short = sources.filter((path) => linesOf(path) < 120).length;
  expect(short / sources.length).toBeGreaterThanOrEqual(0.8);
});

test("a handler is a door: parse, call, return", () => {
  const handlers = sources.filter((path) => /^functions\/[^/]+\/handler\.ts$/.test(path));
  expect(handlers.length).toBeGreaterThan(9);
  expect(handlers.filter((path) => linesOf(path) > 40)).toEqual([]);
});

test("a file is named, in kebab-case, for the one thing in it", () => {
  const god = /^(utils?|helpers?|managers?|common|misc|shared|lib|tools?|index)$/;
  const named = typescript.flatMap((path) => [
    basename(path).split(".")[0] ?? "",
    ...dirname(path).split("/"),
  ]);
  expect(named.filter((name) => god.test(name))).toEqual([]);
  const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.(test|config|d))?\.tsx?$/;
  expect(typescript.filter((path) => !kebab.test(basename(path)))).toEqual([]);
});

test("nothing is exported without a name", () => {
  const ours = typescript.filter(
    (path) => !/^vitest(-mutation)?\.config\.ts$/.test(path) && !path.endsWith(".d.ts"),
  );
  expect(found(/^export default\b.*$|\bas default\b/m, ours)).toEqual([]);
});

test("the tree tells nothing of the machine it was made on, and leaves nothing for later", () => {
  const written = files.filter((path) => !path.startsWith("test/rules/") && !/\.(png|svg|ico)$/.test(path));
  expect(found(/(?<![\w.~:])\/(work|root|home|Users)\/[\w.-]+/, written)).toEqual([]);
  expect(
    found(/registry\.(npmjs|yarnpkg)\.\w+|artifactory|codeartifact|verdaccio|"resolved":/i, written),
  ).toEqual([]);
  expect(found(/\b(TODO|FIXME|XXX|HACK)\b|not implemented( yet)?/, written)).toEqual([]);
});

test.each(files.filter((path) => path === "README.md"))("%s names the two commands", (readme) => {
  expect(textOf(readme)).toMatch(/\bnpm start\b/);
  expect(textOf(readme)).toMatch(/\bnpm test\b/);
});
