import { expect, test } from "vitest";
import { releaseHolds } from "../../../src/rollout/capacity/holds.ts";
import { followSchedule } from "../../../src/rollout/capacity/follow-schedule.ts";
import { BLUE, fakeWork, GREEN, groupOf } from "../../support/rollout/fake-work.ts";

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

test("of more servers and fewer again that both fell due before, nothing is made larger", async () => {
  const day = { ...ONCE, max: null };
  const actions = [
    { ...day, name: "open", startAt: 860_000, desired: 7 },
    { ...day, name: "close", startAt: 900_000, desired: 4 },
  ];
  const { work, sent } = fakeWork({
    record: { schedule: { ...SCHEDULE, actions }, holds: [HOLD], phase: "Bake" },
    answers: {
      DescribeAutoScalingGroups: () => ({
        AutoScalingGroups: [{ AutoScalingGroupName: BLUE, ...described }],
      }),
    },
  });
  await followSchedule(work);
  expect(sent.filter(({ name }) => name === "UpdateAutoScalingGroup")).toEqual([]);
  expect(work.run().schedule).toMatchObject({ doneUntil: 900_000, later: { desired: 4 } });
});

test("what was put off is settled when the schedule is let go, and not again when a later hold is given back", async () => {
  const later = { max: 10, desired: 2, found: { max: 10, desired: 8 } };
  const minimum = { group: GREEN, kind: "minimum" as const, originalMin: 2, heldMin: 8, processes: [] };
  const released = async (holds: (typeof minimum | typeof HOLD)[]) => {
    const { work, sent } = fakeWork({ record: { holds, schedule: { ...SCHEDULE, later } } });
    // Eight of them by what Auto Scaling has run itself since.
    await releaseHolds(GREEN, groupOf(GREEN, [], { desired: 8, minSize: 8, maxSize: 10 }), work);
    return sent.flatMap(({ input }) => input["DesiredCapacity"] ?? []);
  };
  expect(await released([{ ...HOLD, group: GREEN }, minimum])).toHaveLength(1);
  expect(await released([minimum])).toEqual([]);
});

// Auto Scaling had passed it over, suspended as it was; and nobody made up for it.
test("what is due by Auto Scaling's clock, and in a moment by ours, is carried out as the schedule is let go", async () => {
  const sizesFor = async (startAt: number) => {
    const actions = [{ ...ONCE, startAt, name: "morning", max: null, desired: 8 }];
    const schedule = { ...SCHEDULE, actions };
    const { work, sent } = fakeWork({ record: { holds: [HOLD], schedule } });
    await releaseHolds(BLUE, groupOf(BLUE, [], { desired: 4, minSize: 2, maxSize: 10 }), work);
    return sent.flatMap(({ input }) => input["DesiredCapacity"] ?? []);
  };
  const { work } = fakeWork({});
  expect(await sizesFor(work.now() + 9000)).toEqual([8]);
  expect(await sizesFor(work.now() + 11_000)).toEqual([]);
});

test("a minimum that somebody set stays, though blue's schedule was read a moment ago and nothing of it was due", async () => {
  const minimum = { group: GREEN, kind: "minimum" as const, originalMin: 2, heldMin: 4, processes: [] };
  const carried = { max: 10, desired: 6, found: { max: 10, desired: 6 } };
  const minimums = async (later: typeof carried | null) => {
    const schedule = { actions: [], readAt: 999_000, doneUntil: 800_000, later };
    const { work, sent } = fakeWork({ record: { holds: [minimum], schedule } });
    await releaseHolds(GREEN, groupOf(GREEN, [], { desired: 6, minSize: 6, maxSize: 10 }), work);
    return sent.flatMap(({ input }) => input["MinSize"] ?? []);
  };
  expect(await minimums(null)).toEqual([]);
  // Here a scheduled action may have changed the hold, and the read may lag.
  expect(await minimums(carried)).toEqual([2]);
});
