import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { files } from "../rules/tree.ts";
import { textOf } from "../support/docs/markdown.ts";

const root = join(import.meta.dirname, "../..");
/** The collection of facts that traps come from, where it lies beside the project. */
const FACTS = join(root, "../shared/aws-facts.md");

const rows = textOf("docs/aws-traps.md")
  .split("\n")
  .filter((line) => line.startsWith("| "))
  .slice(1)
  .map((line) => line.split("|").map((cell) => cell.trim()));
const names = rows.flatMap(([, name = ""]) => /^\*\*(.+)\*\*$/.exec(name)?.[1] ?? []);

/** What section 10 has in bold. */
function known(): string[] {
  if (!existsSync(FACTS)) return [];
  const [, section = ""] = readFileSync(FACTS, "utf8").split(/^## 10\. .*$/m);
  return [...section.matchAll(/\*\*(.+?)\*\*/g)].map(([, name = ""]) => name);
}

test("each trap that is known has a row", () => {
  expect(names.length).toBeGreaterThan(20);
  expect(known().filter((name) => !names.includes(name))).toEqual([]);
});

test("each row says what is done about it, and what it names as its test is there", () => {
  const said = /^(mended|kept clear of|told|open)\b/i;
  const lost = rows.flatMap(([, name = "", , answer = "", where = ""]) => {
    const tests = [...where.matchAll(/`([^`]+)`/g)].map(([, path = ""]) => path);
    const missing = tests.filter((path) => !files.some((each) => each.includes(path)));
    const bare = tests.length === 0 && !answer.startsWith("kept clear of");
    return [...missing, ...(bare || !said.test(answer) ? [name] : [])];
  });
  expect(lost).toEqual([]);
});
