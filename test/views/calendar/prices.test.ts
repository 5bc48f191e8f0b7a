import { expect, test } from "vitest";
import { PRICE_TABLE } from "../../../src/views/calendar/price-table.ts";
import { givenPrice, listedPrices, priceOf, tabledPrices } from "../../../src/views/calendar/prices.ts";

const NOW = Date.UTC(2026, 10, 30, 12);

test("the table has the prices that AWS's list had, and of nothing else", () => {
  const known = { "t4g.small": 0.0168, "t3.medium": 0.0416, "c7g.large": 0.0725, "m6g.large": 0.077 };
  const more = { "c5.large": 0.085, "m8g.large": 0.08976, "m5.large": 0.096, "m7i.large": 0.1008 };
  const table = tabledPrices("us-east-1", "nobody may");
  for (const [type, dollars] of Object.entries({ ...known, ...more }))
    expect(priceOf(table)(type)).toBe(dollars);
  expect(priceOf(table)("x9.large")).toBeNull();
});

test("in the table a size costs twice the one before, as AWS prices a family", () => {
  const sizes = ["large", "xlarge", "2xlarge"];
  for (const type of PRICE_TABLE.dollarsPerHour.keys()) {
    const [family = "", size = ""] = type.split(".");
    const next = sizes[sizes.indexOf(size) + 1];
    if (!sizes.includes(size) || next === undefined) continue;
    const ratio =
      (priceOf(tabledPrices("us-east-1", ""))(`${family}.${next}`) ?? 0) /
      (PRICE_TABLE.dollarsPerHour.get(type) ?? 1);
    expect({ type, ratio: Math.round(ratio * 100) / 100 }).toEqual({ type, ratio: 2 });
  }
});

test("each price says its date, its Region and who says so", () => {
  expect(givenPrice(0.0832, NOW)).toMatchObject({
    source: "given",
    region: null,
    asOf: "2026-11-30",
    insteadOf: null,
  });
  expect(listedPrices(new Map(), "eu-central-1", NOW)).toMatchObject({
    source: "aws",
    region: "eu-central-1",
    words: "AWS's price list of eu-central-1 (Linux, on demand) on 2026-11-30",
  });
  expect(tabledPrices("us-east-1", "nobody may")).toMatchObject({
    source: "table",
    region: "us-east-1",
    asOf: "2026-01-19",
    insteadOf: "AWS's price list cannot be read: nobody may",
  });
  expect(tabledPrices("eu-central-1", "nobody may").insteadOf).toContain(
    "the fleets are in eu-central-1, whose prices are others",
  );
  expect(priceOf(givenPrice(0.5, NOW))("anything")).toBe(0.5);
  expect(priceOf(null)("m7i.large")).toBeNull();
});
