import { expect, test } from "vitest";
import { instantWords, sentenceOf, shortened } from "../../../src/domain/explain/words.ts";

const NOON = Date.UTC(2026, 10, 21, 12);

test("an instant has its day where it is another than today", () => {
  expect(instantWords(NOON + 3_599_999, NOON)).toBe("12:59Z");
  expect(instantWords(NOON + 43_200_000, NOON)).toBe("2026-11-22 00:00Z");
  expect(instantWords(NOON - 43_200_001, NOON)).toBe("2026-11-20 23:59Z");
});

test.each([
  ["what fits stays as it is", "green is ill; blue is well", 26, "green is ill; blue is well"],
  [
    "whole clauses are kept",
    "gate http: server i-1 is ill; and so is blue, it seems",
    30,
    "gate http: server i-1 is ill",
  ],
  ["else whole words", "nothing here ends before it is over", 20, "nothing here ends…"],
  ["a word that is too long is cut", "x".repeat(30), 20, `${"x".repeat(10)}…`],
  ["what is on several lines is on one", "a\n  b", 20, "a b"],
])("%s", (_what, text, most, expected) => {
  expect(shortened(text, most)).toBe(expected);
});

test("what others wrote is shortened, never what ends it; the whole is kept beside", () => {
  const why = `${"a reason without an end ".repeat(12)}here`;
  const { sentence, detail } = sentenceOf({ does: "waits", why, ends: "it ends at 12:00Z" });
  expect(sentence.length).toBeLessThanOrEqual(200);
  expect(sentence).toMatch(/^waits; a reason .*…; it ends at 12:00Z$/);
  expect(detail).toBe(why);
  expect(sentenceOf({ does: "waits", why: "ill", ends: "soon" })).toEqual({
    sentence: "waits; ill; soon",
    detail: null,
  });
  const arn = "Image Builder arn:aws:imagebuilder:us-east-1:123456789012:image-pipeline/web names none";
  expect(sentenceOf({ does: "waits", why: arn, ends: "soon" })).toEqual({
    sentence: "waits; Image Builder …image-pipeline/web names none; soon",
    detail: null,
  });
  expect(sentenceOf({ does: "waits", why: "ill\nfor 2  s", ends: "soon" })).toEqual({
    sentence: "waits; ill for 2 s; soon",
    detail: null,
  });
  expect(sentenceOf({ does: "waits", why: null, ends: "soon" }).sentence).toBe("waits; soon");
});
