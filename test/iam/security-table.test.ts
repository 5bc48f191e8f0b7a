import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { functionNames } from "../../bench/bundles.ts";
import { withTable } from "../../scripts/generate-security-table.ts";

const page = readFileSync(new URL("../../docs/security.md", import.meta.url), "utf8");

it("the table of docs/security.md is current: else run `npm run generate`", () => {
  expect(page).toBe(withTable(page));
});

it("names every function", async () => {
  const folders = await functionNames();
  expect(page.match(/^### .+$/gm)).toEqual(folders.map((folder) => `### ${folder}`));
});

it("does not go on without its markers", () => {
  expect(() => withTable("# Security")).toThrow(/lost its markers/);
});
