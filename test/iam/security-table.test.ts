import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { withTable } from "../../scripts/generate-security-table.ts";

const page = readFileSync(new URL("../../docs/security.md", import.meta.url), "utf8");

it("the table of docs/security.md is current: else run `npm run generate`", () => {
  expect(page).toBe(withTable(page));
});

it("names every function", () => {
  expect(page.match(/^### .+$/gm)).toHaveLength(11);
});

it("does not go on without its markers", () => {
  expect(() => withTable("# Security")).toThrow(/lost its markers/);
});
