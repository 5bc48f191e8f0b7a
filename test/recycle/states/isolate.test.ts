import { expect, test } from "vitest";
import { isolate } from "../../../src/recycle/states/isolate.ts";
import {
  batch,
  fakeRecycle,
  groupWith,
  HELD,
  STEP,
  SUBSTITUTE,
} from "../../support/recycle/fake-recycle-step.ts";

const FIVE = {
  "i-old": "InService",
  "i-1": "InService",
  "i-2": "InService",
  "i-3": "InService",
  "i-new": "InService",
};
const record = { batch: batch({ substitutes: [SUBSTITUTE] }), holds: HELD };
const raised = { MinSize: 5, DesiredCapacity: 5 };

test("with policies held for the moment the server leaves traffic, and the group gets smaller by it", async () => {
  const step = await fakeRecycle({ record, answers: groupWith(FIVE, raised) });
  expect(await isolate(STEP, step.context)).toMatchObject({ verdict: "wait" });
  const changes = ["SuspendProcesses", "UpdateAutoScalingGroup", "EnterStandby", "ResumeProcesses"];
  expect(step.changes()).toEqual(changes);
  expect(step.sent.find(({ name }) => name === "EnterStandby")?.input).toMatchObject({
    InstanceIds: ["i-old"],
    ShouldDecrementDesiredCapacity: true,
  });
  expect((await step.after())?.batch?.servers).toMatchObject([{ state: "isolated" }]);
});

test.each([
  ["a person keeps since", [{ Key: "moult:keep", Value: "until=2099-12-24 reason=heap dump" }], {}],
  ["a person has protected since", [], { ProtectedFromScaleIn: true }],
])("one that %s stays, and is named", async (_what, Tags, more) => {
  const answers = groupWith(FIVE, raised);
  const groups = answers.DescribeAutoScalingGroups().AutoScalingGroups ?? [];
  const Instances = (groups[0]?.Instances ?? []).map((each) => ({
    ...each,
    ...(each.InstanceId === "i-old" && more),
  }));
  const step = await fakeRecycle({
    record,
    answers: {
      ...answers,
      DescribeAutoScalingGroups: () => ({ AutoScalingGroups: [{ ...groups[0], Instances }] }),
      DescribeInstances: () => ({ Reservations: [{ Instances: [{ InstanceId: "i-old", Tags }] }] }),
    },
  });
  expect(await isolate(STEP, step.context)).toMatchObject({ verdict: "pass" });
  expect(step.changes()).toEqual([]);
  const after = await step.after();
  expect(after?.batch?.servers).toMatchObject([{ state: "left" }]);
  expect(after?.left).toMatchObject([{ server: "i-old" }]);
});

test("nobody leaves while the floor would not hold", async () => {
  const states = { ...FIVE, "i-3": "Terminating" };
  const step = await fakeRecycle({ record, answers: groupWith(states, raised) });
  expect(await isolate(STEP, step.context)).toMatchObject({
    verdict: "wait",
    reason: "3 servers would be left in traffic, 4 have to be",
  });
  expect(step.changes()).toEqual([]);
});

test("it goes on when the server has drained, and policies may go on", async () => {
  const isolated = {
    batch: batch({ servers: [{ id: "i-old", zone: "a", state: "isolated" }] }),
    holds: { ...HELD, processes: ["AlarmNotification"] },
  };
  const drains = await fakeRecycle({
    record: isolated,
    answers: groupWith({ ...FIVE, "i-old": "EnteringStandby" }),
  });
  expect((await isolate(STEP, drains.context)).verdict).toBe("wait");
  expect(drains.changes()).toEqual(["ResumeProcesses"]);
  const drained = await fakeRecycle({
    record: isolated,
    answers: groupWith({ ...FIVE, "i-old": "Standby" }),
  });
  expect((await isolate(STEP, drained.context)).verdict).toBe("pass");
});

test("a server that has gone in another way is nobody's to take out", async () => {
  const { "i-old": _gone, ...others } = FIVE;
  const step = await fakeRecycle({ record, answers: groupWith(others, raised) });
  expect((await isolate(STEP, step.context)).verdict).toBe("pass");
  expect(step.changes()).toEqual([]);
});
