import { expect, scenario } from "../support/scenarios/harness.ts";
import { FAILED, gated, quarantined } from "../support/scenarios/metric-gates.ts";

/* Metric gates where blue serves nothing to compare green with. */

scenario(
  "green begins to fail in the bake, when blue serves nothing to compare it with: rolled back, and not blamed",
  gated([FAILED], { more: { bake: "20m" } }),
  async (web) => {
    await web.publish({ "sim:error-rate": "0.2", "sim:errors-seconds": "1200" });
    await web.until("Bake");
    await web.settled();
    const { outcome, failure } = await web.rollout();
    expect(outcome).toBe("rolled-back");
    expect(failure).toMatchObject({ phase: "Bake", error: "MetricFailed", imageAtFault: false });
    expect(await quarantined(web)).toBe(false);
    expect(await web.liveImage()).toBe(web.account.image);
  },
);

scenario(
  "a fleet that goes to 100 % at once is judged by what blue was just before",
  { ...gated([FAILED]), traffic: { steps: ["100%"], pause: "0s" } },
  async (web) => {
    await web.publish({ "sim:error-rate": "0.05" });
    await web.settled();
    expect(await web.rollout()).toMatchObject({
      outcome: "rolled-back",
      failure: { phase: "Bake", error: "MetricFailed", imageAtFault: false },
    });
  },
);

scenario(
  "a fleet that does not bake is judged with all of the traffic all the same",
  { ...gated([FAILED], { more: { bake: "0s" } }), traffic: { steps: ["100%"], pause: "0s" } },
  async (web) => {
    await web.publish({ "sim:error-rate": "0.001" });
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "succeeded" });
    expect(
      web.simulator.calls.records.filter(({ action }) => action === "GetMetricData").length,
    ).toBeGreaterThan(0);
  },
);

scenario(
  "a first generation has no blue to be compared with: its metrics are not waited for",
  {
    ...gated([FAILED]),
    firstGeneration: true,
    leaves: { lost: true },
    declaration: {
      gates: [FAILED],
      network: { subnets: ["subnet-a"] },
      capacity: { initial: { min: 4, desired: 4, max: 8 } },
    },
  },
  async (web) => {
    await web.start();
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "succeeded" });
    expect(web.simulator.calls.records.filter(({ action }) => action === "GetMetricData")).toEqual([]);
  },
);
