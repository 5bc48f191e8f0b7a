import { describe, expect, test } from "vitest";
import { observeGreen } from "../../../src/rollout/states/observe-green.ts";
import { fakeStep, INPUT, NOW } from "../../support/rollout/fake-step.ts";
import { GREEN } from "../../support/rollout/fake-work.ts";

interface World {
  /** Seconds since the phase began. */
  readonly after?: number;
  /** Lifecycle states of green's servers; null: the group is gone. */
  readonly servers?: readonly string[] | null;
  /** Seconds since each launch that failed, the newest first. */
  readonly failed?: readonly number[];
}

/** One look at a green that has to have two servers. */
async function look({ after = 60, servers = ["InService", "InService"], failed = [] }: World = {}) {
  const group = {
    AutoScalingGroupName: GREEN,
    MinSize: 2,
    MaxSize: 4,
    DesiredCapacity: 2,
    Instances: servers?.map((LifecycleState, index) => ({ InstanceId: `i-${index}`, LifecycleState })),
  };
  const step = await fakeStep({
    record: {
      size: 2,
      phase: "ObserveGreen",
      phaseStartedAt: NOW - after * 1000,
      timers: { "traffic-read": NOW },
    },
    answers: {
      DescribeAutoScalingGroups: () => ({ AutoScalingGroups: servers === null ? [] : [group] }),
      DescribeScalingActivities: () => ({
        Activities: failed.map((seconds) => ({
          StatusCode: "Failed",
          StatusMessage: "no capacity",
          StartTime: new Date(NOW - seconds * 1000),
        })),
      }),
    },
  });
  const answer = await observeGreen(INPUT, step.context);
  return { ...answer, calls: step.sent.map(({ name }) => name) };
}

describe("a green that is being launched", () => {
  test("is not looked at before its servers can be there", async () => {
    expect(await look({ after: 14 })).toEqual({
      verdict: "wait",
      waitSeconds: 1,
      reason: "the servers are being launched",
      calls: [],
    });
    expect((await look({ after: 15 })).verdict).toBe("pass");
  });

  test("passes when every server is in service, and fails when its group is gone", async () => {
    expect(await look()).toMatchObject({ verdict: "pass", reason: "2 of 2 servers are in service" });
    expect(await look({ servers: null })).toMatchObject({
      verdict: "fail",
      reason: `green's group ${GREEN} is gone`,
    });
  });

  test("waits for servers that are on their way, and asks for no failures", async () => {
    const answer = await look({ servers: ["InService", "Pending"] });
    expect(answer).toMatchObject({ verdict: "wait", reason: "1 of 2 servers are in service" });
    expect(answer.calls).toEqual(["DescribeAutoScalingGroups"]);
  });

  test("fails at the launch deadline, to the second, with the last failure", async () => {
    expect((await look({ after: 900, servers: ["InService"] })).verdict).toBe("wait");
    expect(await look({ after: 901, servers: ["InService"], failed: [5] })).toMatchObject({
      verdict: "fail",
      reason: "1 of 2 servers are in service after 15m, the launch deadline (no capacity)",
    });
  });
});

describe("launches that fail", () => {
  test("end it after three in a row over a minute, with no server there", async () => {
    expect(await look({ servers: [], failed: [0, 30, 60] })).toMatchObject({
      verdict: "fail",
      reason: "no server could be launched, 3 times in a row (no capacity)",
    });
  });

  test("are waited out while they are fewer, quicker, or a server is there", async () => {
    for (const world of [
      { servers: [], failed: [0, 90] },
      { servers: [], failed: [0, 30, 59] },
      { servers: ["Pending"], failed: [0, 30, 90] },
    ]) {
      const answer = await look(world);
      expect(answer.verdict).toBe("wait");
      expect(answer.reason).toMatch(/ of 2 servers are in service \(no capacity\)$/u);
    }
  });
});
