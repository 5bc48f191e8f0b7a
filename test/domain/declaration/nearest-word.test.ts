import { expect, test } from "vitest";
import { nearestWord } from "../../../src/domain/declaration/nearest-word.ts";

const KNOWN = ["bake", "retire", "gates", "imageBuilder"];

test.each([
  ["bakee", "bake"],
  ["baek", "bake"],
  ["Retire", "retire"],
  ["gate", "gates"],
  ["imagebuilder", "imageBuilder"],
  ["banana", undefined],
  ["x", undefined],
  ["", undefined],
])("%s is near %s", (word, meant) => {
  expect(nearestWord(word, KNOWN)).toBe(meant);
});

test.each([
  // A third of the longer word may be wrong, and one letter of the shortest.
  ["abcdef", ["abcdxy"], "abcdxy"],
  ["abcdef", ["abcxyz"], undefined],
  ["abc", ["abcdef"], undefined],
  ["abcd", ["abcdef"], "abcdef"],
  ["ab", ["ax"], "ax"],
  ["ab", ["xy"], undefined],
  // The first of two that are equally near.
  ["gate", ["gote", "gite"], "gote"],
  // Letters that are swapped with their neighbour count once, whatever stands around them.
  ["ba", ["ab"], "ab"],
  ["abc", ["acb"], "acb"],
  ["abcd", ["badc"], undefined],
  ["abcdef", ["badcef"], "badcef"],
  ["aab", ["aba"], "aba"],
  ["abab", ["baba"], undefined],
  // Letters that only look swapped: two are wrong.
  ["abx", ["bya"], undefined],
  ["xab", ["byx"], undefined],
  ["cab", ["bca"], undefined],
])("%s among %s is %s", (word, known, meant) => {
  expect(nearestWord(word, known)).toBe(meant);
});
