import { expect, test } from "vitest";
import { parse } from "yaml";
import * as z from "zod";
import { SCRIPT_TAGS } from "../../simulator/services/ec2/instances/server-script.ts";
import { parseDeclaration } from "../../src/domain/declaration/declaration.ts";
import { phases } from "../../src/domain/run/rollout.ts";
import { files } from "../rules/tree.ts";
import { anchorsIn, documents, fencesIn, textOf } from "../support/docs/markdown.ts";

const declarations = documents.flatMap((document) =>
  fencesIn(textOf(document))
    .filter(({ language }) => language === "yaml")
    .map(({ text }) => ({ document, text })),
);

test("there is a declaration to see", () => {
  expect(declarations.map(({ document }) => document)).toContain("README.md");
});

test.each(declarations)("the declaration in $document is good", ({ document, text }) => {
  expect(parseDeclaration(text, document).fleet.fleet).toBe("web");
});

test("the runbook has an article for every alarm", () => {
  const resources = z
    .object({ Resources: z.record(z.string(), z.object({ Type: z.string() })) })
    .parse(parse(textOf("resources/alarms.yml"), { logLevel: "silent" })).Resources;
  const alarms = Object.keys(resources).filter((name) => resources[name]?.Type === "AWS::CloudWatch::Alarm");
  expect(alarms.length).toBeGreaterThan(0);
  expect(anchorsIn(textOf("docs/runbook.md"))).toEqual(
    expect.arrayContaining([...alarms, "StepsAlarm"].map((name) => name.toLowerCase())),
  );
});

test("the design tells of every phase", () => {
  const design = textOf("docs/design.md");
  expect(phases.filter((phase) => !design.includes(`| **${phase}** |`))).toEqual([]);
});

test("the design has every invariant of the README's table, and the same number of them", () => {
  const named = (pattern: RegExp, path: string): string[] =>
    [...textOf(path).matchAll(pattern)].map(([, name = ""]) => name);
  const invariants = named(/^\| `([a-z-]+)`: /gm, "README.md");
  expect(invariants.length).toBeGreaterThan(9);
  expect(named(/^\d+\. `([a-z-]+)` – /gm, "docs/design.md").sort()).toEqual([...invariants].sort());
});

test("the README and the design have a line for each folder of src", () => {
  const folders = new Set(files.flatMap((path) => /^src\/[^/]+(?=\/)/.exec(path)?.[0] ?? []));
  const [readme, design] = [textOf("README.md"), textOf("docs/design.md")];
  const table = design.split("\n").filter((line) => line.startsWith("| `src/"));
  expect(
    [...folders].filter(
      (folder) =>
        !readme.includes(`\n${folder}/ `) ||
        !table.some((line) => line.split("|")[1]?.includes(`\`${folder}\``)),
    ),
  ).toEqual([]);
});

test("the simulator's document tells of every tag that scripts a server", () => {
  const simulator = textOf("docs/simulator.md");
  const keys = SCRIPT_TAGS.map((tag) => tag.replace(/<.*>$/, ""));
  expect(keys.filter((key) => !simulator.includes(`| \`${key}`))).toEqual([]);
});

test("decisions are numbered without gaps, listed, and of one form", () => {
  const decisions = files.filter((path) => /^docs\/decisions\/\d{3}-/.test(path)).sort();
  const list = textOf("docs/decisions/README.md");
  expect(decisions.map((path) => Number(path.slice(15, 18)))).toEqual(
    decisions.map((_path, index) => index + 1),
  );
  expect(decisions.filter((path) => !list.includes(`(${path.slice(15)})`))).toEqual([]);
  const form = /^# \d{3} .+\n\n\*\*Context\.\*\*.+\*\*Decision\.\*\*.+\*\*Consequences\.\*\*/s;
  expect(decisions.filter((path) => !form.test(textOf(path)))).toEqual([]);
});
