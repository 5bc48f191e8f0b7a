import { expect, test } from "vitest";
import { drop } from "../../chaos/campaigns/dropped.ts";

test("without a single event a fleet ends where it ends with them, a sweep later", async () => {
  expect(await drop({ seed: 1, runs: 4, minutes: undefined, json: false })).toBe(0);
}, 120_000);
