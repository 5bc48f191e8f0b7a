import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { answerSchemas } from "../../../cli/json/answer-schemas.ts";
import { cliSchemaText } from "../../../scripts/generate-cli-schema.ts";

const read = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");

test("docs/cli.schema.json is what `npm run generate` writes", () => {
  expect(read("docs/cli.schema.json")).toBe(cliSchemaText());
});

test("the page on JSON names every answer", () => {
  const page = read("docs/cli-json.md");
  expect(Object.keys(answerSchemas).filter((kind) => !page.includes(`| \`${kind}\` |`))).toEqual([]);
});
