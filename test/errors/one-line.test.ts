import { expect, test } from "vitest";
import { InvalidInput, NotFound } from "../../src/errors/errors.ts";
import { linesOf, oneLine } from "../../src/errors/one-line.ts";
import { HOSTILE } from "../support/cli/hostile-words.ts";

test.each([
  ["words stay as they are, with blanks and tabs of width", "a  b — ü 猫 é", "a  b — ü 猫 é"],
  ["colours and cursor moves go", "a\u001B[31;1mb\u001B[2J\u009B5Cc", "abc"],
  ["a title becomes words", "\u001B]0;title\u0007", " ]0;title "],
  ["line breaks of every kind become one blank", "a\r\nb\u2028c\u2029d\u0085e\u000Bf", "a b c d e f"],
  ["writing is not turned round", "\u202Eabc\u202C \u2066x\u2069 \u200Fy\u061C", "abc x y"],
  ["nothing hides", "a\u200B\u2060\uFEFF\u00ADb\u{E0041}", "ab"],
  ["half a letter is shown as such", "a\uD800b", "a\uFFFDb"],
  ["what is left of a sequence makes no new one", "\u001B\u001B[31m[31mx", " [31mx"],
])("%s", (_name, text, shown) => {
  expect(oneLine(text)).toBe(shown);
});

test("a string is one line, a list is a line each", () => {
  expect(linesOf("a\nb")).toEqual(["a b"]);
  expect(linesOf(["a\nb", "c"])).toEqual(["a b", "c"]);
});

test("a megabyte of beginnings of sequences takes no time", () => {
  const began = performance.now();
  for (const piece of ["\u001B[", "\u001B]0;", "\u001B[1;", "\u009B0 ", "\u202E"])
    oneLine(piece.repeat(250_000));
  expect(performance.now() - began).toBeLessThan(2000);
});

test("messages of errors are lines, whoever's words they hold", () => {
  expect(new NotFound(HOSTILE).message).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  expect(new InvalidInput(["a\nb", "c"]).message).toBe("a b\nc");
});
