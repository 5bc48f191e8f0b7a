import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect } from "vitest";
import { parse, stringify } from "yaml";
import { parseDeclarations } from "../../src/domain/declaration/declaration.ts";
import { InvalidInput } from "../../src/errors/errors.ts";
import { UNSAFE } from "../support/cli/hostile-words.ts";
import { fuzzed } from "../support/fuzz/fuzzed.ts";
import { mutated, values, words } from "../support/fuzz/inputs.ts";

const EXAMPLE = readFileSync(new URL("../../fleets/example.yml", import.meta.url), "utf8");

/** Read, or refused with a place for each fault, in words that no terminal obeys. */
function isReadOrRefused(text: string): void {
  try {
    parseDeclarations([{ file: "web.yml", text }]);
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidInput);
    const { message } = error as InvalidInput;
    expect(message).not.toMatch(UNSAFE);
    for (const line of message.split("\n")) expect(line).toMatch(/^(web\.yml:\d+:\d+ .|and \d+ more faults)/);
  }
}

const yaml = fc
  .oneof(values, mutated(parse(EXAMPLE)), mutated(parse(EXAMPLE)))
  .map((value) => stringify(value));
fuzzed("a declaration is read or refused", yaml, isReadOrRefused);

/** The example with pieces of it cut out, doubled, or something else in their place. */
const torn = fc
  .array(fc.tuple(fc.nat(EXAMPLE.length), fc.nat(200), words), { minLength: 1, maxLength: 5 })
  .map((cuts) =>
    cuts.reduce(
      (text, [from, length, put]) => text.slice(0, from) + put + text.slice(from + length),
      EXAMPLE,
    ),
  );
const notation = fc
  .array(
    fc.constantFrom(
      "- ",
      "? ",
      ": ",
      "a",
      "b: ",
      "&a ",
      "*a",
      "[",
      "]",
      "{",
      "}",
      ", ",
      "\n",
      "  ",
      "\t",
      "---\n",
      "...\n",
      "%YAML 1.1\n",
      "|\n",
      ">-\n",
      '"',
      "'",
      "#",
      "!!set ",
      "<<: ",
      "fleet: web\n",
    ),
    { maxLength: 400 },
  )
  .map((parts) => parts.join(""));
fuzzed(
  "a text that was torn, or is nothing but notation, is read or refused",
  fc.oneof(torn, notation, words),
  isReadOrRefused,
);
