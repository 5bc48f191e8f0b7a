import { expect, test } from "vitest";
import { isQuietPlan } from "../../../chaos/checkers/declared/quiet-plan.ts";
import type { Plan } from "../../../chaos/draws/plan.ts";

const COMMAND = { kind: "command", commands: ["/opt/selftest"], timeout: "1m" };

/** A plan of nothing but an image whose servers take so long for a command. */
function isQuiet(seconds: string, gates: readonly object[]): boolean {
  const image = { name: "web-1", tags: {} };
  const slow = { name: "web-2", tags: { "sim:command-seconds": seconds } };
  const fleet = { image, strategy: "alb-weighted", scalingPolicy: false, declaration: { gates } };
  return isQuietPlan({ faults: [], acts: [], fleet, requests: [{ image: slow }] } as unknown as Plan);
}

test("an image whose commands take longer than the fleet's gate gives them is not good there", () => {
  expect(isQuiet("59", [COMMAND])).toBe(true);
  expect(isQuiet("60", [COMMAND])).toBe(false);
  expect(isQuiet("86400", [{ kind: "instance-status" }, COMMAND])).toBe(false);
  expect(isQuiet("299", [{ ...COMMAND, timeout: undefined }])).toBe(true);
  expect(isQuiet("86400", [{ kind: "instance-status" }])).toBe(true);
});
