import { expect, test } from "vitest";
import { leaveSilentBlue } from "../../../src/rollout/traffic/leave-silent-blue.ts";
import { observeTraffic } from "../../../src/rollout/traffic/traffic.ts";
import { forwardsTo } from "../../support/rollout/fake-listener.ts";
import { A, B, fakeWork, GREEN } from "../../support/rollout/fake-work.ts";

/** No server of blue's answers, for the second read, and green has 10 % of the traffic; these answer in its target group. */
async function leave(healthy: readonly string[]) {
  const { work, sent } = fakeWork({
    record: {
      size: 1,
      phase: "ShiftTraffic",
      traffic: { step: 1, setPercent: 10, setAt: 900_000, observedPercent: 10, agreeingReads: 1 },
      timers: { "blue-silent": 980_000 },
    },
    answers: {
      ...forwardsTo([
        { TargetGroupArn: A, Weight: 90 },
        { TargetGroupArn: B, Weight: 10 },
      ]),
      DescribeAutoScalingGroups: () => ({
        AutoScalingGroups: [
          { AutoScalingGroupName: GREEN, Instances: [{ InstanceId: "i-g1", LifecycleState: "InService" }] },
        ],
      }),
      DescribeTargetHealth: ({ TargetGroupArn }) => ({
        TargetHealthDescriptions: (TargetGroupArn === B ? healthy : []).map((Id) => ({
          Target: { Id },
          TargetHealth: { State: "healthy" },
        })),
      }),
    },
  });
  const traffic = await observeTraffic(work);
  const answer = await leaveSilentBlue({ traffic, reading: { percent: 10 } } as never, work);
  return { answer, changed: sent.map(({ name }) => name).filter((name) => name.startsWith("Modify")) };
}

test("a blue that answers nowhere is left for a server of green's", async () => {
  const { answer, changed } = await leave(["i-g1"]);
  expect(answer?.reason).toBe("no server of blue's answers: all traffic is set to green");
  expect(changed).toHaveLength(1);
});

test("not for somebody else's that answers among green's: nothing is proved of green by it", async () => {
  expect(await leave(["i-theirs"])).toEqual({ answer: null, changed: [] });
});
