import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { pageFiles } from "../../../dashboard/server/page-files.ts";
import { SHELL } from "../../../dashboard/server/shell.ts";

test("the page is 40 KB at most, compressed, asks nobody else for anything and makes no code of text", async () => {
  const { script, style, icon } = await pageFiles();
  const sizes = [script, style, icon, SHELL].map((text) => gzipSync(text, { level: 9 }).length);
  expect(sizes.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(40_960);
  expect(script).not.toMatch(/new Function|\beval\(|innerHTML\s*=\s*[^=]*location/);
  const elsewhere = [script, style, SHELL].flatMap((text) => text.match(/https?:\/\/[\w./-]+/g) ?? []);
  expect([...new Set(elsewhere)].filter((url) => !/^http:\/\/(www\.w3\.org\/|page$)/.test(url))).toEqual([]);
});
