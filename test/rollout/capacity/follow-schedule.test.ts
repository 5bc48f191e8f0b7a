import { expect, test } from "vitest";
import { followSchedule } from "../../../src/rollout/capacity/follow-schedule.ts";
import { BLUE, fakeWork } from "../../support/rollout/fake-work.ts";

const ONCE = { startAt: 900_000, endAt: null, recurrence: null, timeZone: null, min: null };
const SCHEDULE = {
  actions: [
    { ...ONCE, name: "room", max: 12, desired: null },
    { ...ONCE, name: "morning", max: null, desired: 8 },
  ],
  readAt: 800_000,
  doneUntil: 800_000,
  later: null,
};
const HOLD = {
  group: BLUE,
  kind: "suspended-processes" as const,
  originalMin: null,
  heldMin: null,
  processes: ["ScheduledActions"],
};
const described = { MinSize: 2, MaxSize: 10, DesiredCapacity: 4, Instances: [] };

test("two actions fall due at once, and who carries them out dies between the two: the second is not lost", async () => {
  let deaths = 1;
  const { work, sent } = fakeWork({
    record: { schedule: SCHEDULE, holds: [HOLD], phase: "Bake" },
    answers: {
      DescribeAutoScalingGroups: () => ({
        AutoScalingGroups: [{ AutoScalingGroupName: BLUE, ...described }],
      }),
      UpdateAutoScalingGroup: ({ MinSize }) => {
        if (MinSize === 8 && deaths-- > 0) throw new Error("died");
        return {};
      },
    },
  });
  await expect(followSchedule(work)).rejects.toThrow("died");
  await followSchedule(work);
  const written = sent
    .filter(({ name }) => name === "UpdateAutoScalingGroup")
    .map(({ input }) => input["MinSize"]);
  expect(written.filter((min) => min === 8)).toHaveLength(2);
  expect(work.run().schedule?.doneUntil).toBe(900_000);
});
