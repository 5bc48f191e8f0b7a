import { expect, test } from "vitest";
import { runSeed } from "../../../chaos/campaigns/run-seed.ts";
import type { Plan } from "../../../chaos/draws/plan.ts";
import { planOf } from "../../support/chaos/found/disturbed.ts";

test("seed 1016: a replacement by the same was superseded each 15 seconds by an image that had to wait", async () => {
  const plan = planOf("cannot be launched");
  const [request] = plan.requests;
  if (request === undefined) throw new RangeError("nobody asks for anything");
  const forced = { ...request, kind: "forced" as const, afterSeconds: 30 };
  const both: Plan = { ...plan, requests: [request, forced], faultySeconds: 60 };
  const { violation, rollouts } = await runSeed({ seed: 7, plan: both });
  expect(violation).toBeUndefined();
  // Once the wait is over, the image that is wanted may take its place.
  expect(rollouts.filter(({ outcome }) => outcome === "superseded").length).toBeLessThan(3);
  expect(rollouts.filter(({ outcome }) => outcome === "succeeded")).toHaveLength(1);
});
