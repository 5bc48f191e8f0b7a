import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { contrast, distance, VISIONS } from "../../support/dashboard/colours.ts";

const css = readFileSync(new URL("../../../dashboard/page/style/tokens.css", import.meta.url), "utf8");

const tokensIn = (block: string): Record<string, string> =>
  Object.fromEntries(
    [...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name = "", hex = ""]) => [name, hex]),
  );

const blocks = [...css.matchAll(/(:root[^{]*)\{([^}]*)\}/g)].map(([, head = "", body = ""]) => ({
  head: head.trim(),
  tokens: tokensIn(body),
}));
const light = blocks.find(({ head }) => head === ":root")?.tokens ?? {};
const dark = blocks.find(({ head }) => head === ':root[data-theme="dark"]')?.tokens ?? {};
const TONES = ["ok", "moving", "attention", "bad"] as const;
const themes = [
  ["light", light],
  ["dark", dark],
] as const;

test("what the system asks for and what a person chooses as dark is the same", () => {
  expect(blocks.find(({ head }) => head.includes(":not"))?.tokens).toEqual(dark);
  expect(Object.keys(light).length).toBeGreaterThan(10);
});

test.each(themes)("in %s every text can be read on both grounds", (_name, tokens) => {
  for (const ground of ["ground", "panel"])
    for (const text of ["text", "muted", ...TONES, "focus"])
      expect([text, ground, contrast(tokens[text] ?? "", tokens[ground] ?? "") >= 4.5]).toEqual([
        text,
        ground,
        true,
      ]);
  expect(contrast(tokens["on-bad"] ?? "", tokens["bad"] ?? "")).toBeGreaterThanOrEqual(4.5);
});

test.each(themes)("in %s edges of controls and the focus are seen on both grounds", (_name, tokens) => {
  for (const ground of ["ground", "panel"])
    for (const edge of ["edge", "focus"])
      expect(contrast(tokens[edge] ?? "", tokens[ground] ?? "")).toBeGreaterThanOrEqual(3);
});

test.each(themes)("in %s no two tones are taken for one another, by whoever looks", (_name, tokens) => {
  const close = VISIONS.flatMap((vision) =>
    TONES.flatMap((one, at) =>
      TONES.slice(at + 1).flatMap((other) =>
        distance(tokens[one] ?? "", tokens[other] ?? "", vision) < 7
          ? [`${vision.name}: ${one}, ${other}`]
          : [],
      ),
    ),
  );
  expect(close).toEqual([]);
});

test("the measures are the known ones", () => {
  expect(contrast("#ffffff", "#000000")).toBeCloseTo(21, 1);
  expect(contrast("#157a66", "#ffffff")).toBeCloseTo(5.24, 1);
  expect(distance("#ff0000", "#ff0000", VISIONS[0])).toBe(0);
  // A red and a green that deuteranopia makes one.
  expect(distance("#b05050", "#757500", VISIONS[1])).toBeLessThan(distance("#b05050", "#757500", VISIONS[0]));
});
