import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { PLANTED_BUGS } from "../../chaos/planted/bugs.ts";
import { plantIn } from "../../chaos/planted/plant.ts";

const textOf = (file: string): string => readFileSync(new URL(`../../${file}`, import.meta.url), "utf8");

describe("the planted bugs", () => {
  test.each(PLANTED_BUGS)("$name can still be planted", (bug) => {
    const text = textOf(bug.file);
    expect(plantIn(text, bug)).not.toBe(text);
  });

  test("a bug whose place has gone is refused by name", () => {
    const bug = { name: "gone", file: "src/x.ts", find: "nowhere", put: "" };
    expect(() => plantIn("something else", bug)).toThrow(
      /"gone": what it replaces stands in src\/x.ts 0 times/,
    );
  });
});
