import { expect, test } from "vitest";
import { nearestWord } from "../../src/domain/nearest-word.ts";

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
