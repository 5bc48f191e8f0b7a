import { expect, test } from "vitest";
import { legName } from "../../../src/step/legs/leg-name.ts";

test("is the run's id and the leg, the same each time", () => {
  expect(legName("web-ami-0bbb-1a2b3c", 2)).toBe("web-ami-0bbb-1a2b3c-leg-2");
});

test("has 80 letters at most, and no two runs share one", () => {
  const long = "x".repeat(79);
  const names = [`${long}a`, `${long}b`].flatMap((id) => [2, 3, 100].map((number) => legName(id, number)));
  expect(new Set(names).size).toBe(6);
  for (const name of names) expect(name).toMatch(/^[0-9A-Za-z_-]{1,80}$/);
  expect(legName("x".repeat(74), 2)).toHaveLength(80);
  expect(legName("x".repeat(75), 2)).toMatch(/^x{50}-[0-9a-f]{12}-leg-2$/);
});
