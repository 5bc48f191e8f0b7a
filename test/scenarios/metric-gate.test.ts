import { SuspendProcessesCommand } from "@aws-sdk/client-auto-scaling";
import { expect, scenario } from "../support/scenarios/harness.ts";
import { sicken } from "../support/scenarios/ill-servers.ts";
import { FAILED, gated, quarantined, turnedBack } from "../support/scenarios/metric-gates.ts";

const slow = { kind: "metric" as const, metric: "latency-p99" as const, worseThanBlue: "2x", max: "800ms" };

scenario(
  "a release that fails 5 % of the requests is rolled back at 10 % and blamed",
  gated([FAILED]),
  async (web) => {
    await web.publish({ "sim:error-rate": "0.05" });
    const { seconds, percent } = await turnedBack(web);
    expect(percent).toBe(10);
    // A minute until a whole one begins, three periods, and a minute until the last of them is complete.
    expect(seconds).toBeLessThanOrEqual(5 * 60);
    await web.settled();
    const { outcome, failure } = await web.rollout();
    expect(outcome).toBe("rolled-back");
    expect(failure).toMatchObject({ phase: "ShiftTraffic", error: "GateFailed", imageAtFault: true });
    expect(failure?.reason).toMatch(
      /while 10% .*metric: green fails more requests than it may, and blue does not \(5%/,
    );
    expect(await web.liveImage()).toBe(web.account.image);
  },
);

scenario("a slow release is rolled back at 10 % by the 99th percentile", gated([slow]), async (web) => {
  await web.publish({ "sim:response-seconds": "0.3" });
  const { percent } = await turnedBack(web);
  expect(percent).toBe(10);
  await web.settled();
  const { failure } = await web.rollout();
  expect(failure).toMatchObject({ imageAtFault: true });
  expect(failure?.reason).toMatch(/green is too slow, and blue is not \(p99 1\.38s, blue 230ms\)/);
});

scenario("a good release goes through all steps and the bake", gated([FAILED, slow]), async (web) => {
  const image = await web.publish({ "sim:error-rate": "0.001" });
  await web.settled();
  expect(await web.rollout()).toMatchObject({ outcome: "succeeded" });
  expect(await web.liveImage()).toBe(image);
  // One call a look, for both gates and both sides.
  const looks = web.simulator.calls.records.filter(({ action }) => action === "GetMetricData");
  expect(looks.length).toBeGreaterThanOrEqual(3);
  expect(new Set(looks.map(({ at }) => at)).size).toBe(looks.length);
});

scenario(
  "too few requests are neither good nor bad: the shift waits, and ends without blame",
  gated([{ ...FAILED, minRequests: 1_000_000 }]),
  async (web) => {
    await web.publish({ "sim:error-rate": "0.5" });
    const { percent } = await turnedBack(web);
    expect(percent).toBe(10);
    await web.settled();
    const { outcome, failure } = await web.rollout();
    expect(outcome).toBe("rolled-back");
    expect(failure).toMatchObject({ error: "GateUnread", imageAtFault: false });
    expect(failure?.reason).toMatch(
      /green has served .* of 1,000,000 requests .* nothing is said against the image/,
    );
    expect(await quarantined(web)).toBe(false);
  },
);

scenario(
  "a pause in which the requests come together is not cut short by their want",
  {
    ...gated([{ ...FAILED, minRequests: 20_000 }]),
    traffic: { steps: ["10%", "100%"], pause: "40m" },
  },
  async (web) => {
    await web.publish();
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "succeeded" });
  },
);

scenario(
  "blue fails as many requests as green: the shift stands, and nobody is blamed",
  gated([{ kind: "metric", metric: "target-5xx", max: "1%" }], { blue: "0.05" }),
  async (web) => {
    await web.publish({ "sim:error-rate": "0.05" });
    await web.untilShifted(10);
    await web.minutes(8);
    const { gates, traffic } = await web.rollout();
    expect(traffic.setPercent).toBe(10);
    expect(gates.find(({ gate }) => gate === "metric")).toMatchObject({ verdict: "stand" });
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "rolled-back", failure: { imageAtFault: false } });
    expect(await quarantined(web)).toBe(false);
  },
);

scenario(
  "blue fails many requests, and the fix fewer: it goes through",
  gated([{ kind: "metric", metric: "target-5xx", worseThanBlue: "1x" }], { blue: "0.05" }),
  async (web) => {
    await web.publish({ "sim:error-rate": "0.002" });
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "succeeded" });
  },
);

scenario(
  "half of green's servers fall ill, and blue's do not: the number of healthy ones tells",
  {
    ...gated([], {
      more: {
        capacity: { floor: "25%" },
        gates: [{ kind: "metric", metric: "healthy-hosts", worseThanBlue: "1.5x" }],
      },
    }),
    traffic: { steps: ["10%", "100%"], pause: "10m" },
    leaves: { lost: true },
  },
  async (web) => {
    await web.publish();
    await web.untilShifted(10);
    await web.person.autoScaling.send(
      new SuspendProcessesCommand({
        AutoScalingGroupName: "web-g0002",
        ScalingProcesses: ["ReplaceUnhealthy"],
      }),
    );
    sicken(web, "web-g0002", 2);
    await web.settled();
    const { outcome, failure } = await web.rollout();
    expect(outcome).toBe("rolled-back");
    expect(failure).toMatchObject({ phase: "ShiftTraffic", imageAtFault: true });
    expect(failure?.reason).toMatch(
      /green has too few healthy servers, and blue has not \(2 healthy, blue 4\)/,
    );
  },
);

scenario(
  "moult may not read the metrics: no step forward, and no blame",
  {
    ...gated([FAILED]),
    simulator: {
      faults: ({ action }) =>
        action === "GetMetricData"
          ? { kind: "error", code: "AccessDenied", status: 403, message: "not authorized" }
          : undefined,
    },
  },
  async (web) => {
    await web.publish();
    expect((await turnedBack(web)).percent).toBe(10);
    await web.abort();
    await web.settled();
    expect((await web.rollouts()).at(-1)).toMatchObject({
      outcome: "rolled-back",
      failure: { imageAtFault: false },
    });
    expect(await quarantined(web)).toBe(false);
  },
);

scenario(
  "a release that fails behind two load balancers is blamed by the pair in which it does",
  { ...gated([FAILED]), waysIn: "balancers" },
  async (web) => {
    await web.publish({ "sim:error-rate": "0.05" });
    expect((await turnedBack(web)).percent).toBe(10);
    await web.settled();
    const { failure } = await web.rollout();
    expect(failure).toMatchObject({ error: "GateFailed", imageAtFault: true });
    expect(failure?.reason).toMatch(/metric: in \S+ green fails more requests than it may/);
  },
);
