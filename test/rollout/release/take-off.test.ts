import { describe, expect, test } from "vitest";
import type { Hold } from "../../../src/domain/run/rollout.ts";
import { takeOff } from "../../../src/rollout/release/take-off.ts";
import { BLUE, fakeWork } from "../../support/rollout/fake-work.ts";

const TAGS = ["moult:fleet", "moult:generation", "team"].map((Key) => ({ Key, Value: "web" }));
const minimum: Hold = { group: BLUE, kind: "minimum", originalMin: 2, heldMin: 4, processes: [] };
const suspended: Hold = {
  group: BLUE,
  kind: "suspended-processes",
  originalMin: null,
  heldMin: null,
  processes: ["ScheduledActions", "AZRebalance"],
};

async function off(group: object | null, holds: readonly Hold[] = []) {
  const AutoScalingGroups = group === null ? [] : [{ AutoScalingGroupName: BLUE, Tags: TAGS, ...group }];
  const { work, sent } = fakeWork({
    answers: { DescribeAutoScalingGroups: () => ({ AutoScalingGroups }) },
  });
  await takeOff(BLUE, holds, work.context as never);
  return sent.filter(({ name }) => !name.startsWith("Describe"));
}

describe("what moult has put on a group", () => {
  test("are its tags, there and on the servers, and none of the team's", async () => {
    const changes = await off({ Instances: [{ InstanceId: "i-1" }, { InstanceId: "i-2" }] });
    expect(changes).toMatchObject([
      {
        name: "DeleteTags",
        input: {
          Tags: ["moult:fleet", "moult:generation"].map((Key) => ({
            ResourceId: BLUE,
            ResourceType: "auto-scaling-group",
            Key,
          })),
        },
      },
      {
        name: "DeleteTags",
        input: {
          Resources: ["i-1", "i-2"],
          Tags: [{ Key: "moult:fleet" }, { Key: "moult:generation" }, { Key: "moult:rollout" }],
        },
      },
    ]);
  });

  test("is what it held and did not give back, as long as it is as it was held", async () => {
    const held = {
      Tags: [],
      MinSize: 4,
      SuspendedProcesses: [{ ProcessName: "ScheduledActions" }, { ProcessName: "Launch" }],
    };
    expect(await off(held, [minimum, suspended])).toMatchObject([
      { name: "UpdateAutoScalingGroup", input: { AutoScalingGroupName: BLUE, MinSize: 2 } },
      {
        name: "ResumeProcesses",
        input: { AutoScalingGroupName: BLUE, ScalingProcesses: ["ScheduledActions"] },
      },
    ]);
    expect(await off({ Tags: [], MinSize: 3 }, [minimum, suspended])).toEqual([]);
  });

  test("is nothing of a group that is gone, or that it never touched", async () => {
    expect(await off(null, [minimum])).toEqual([]);
    expect(await off({ Tags: TAGS.slice(2) })).toEqual([]);
  });
});
