import { describe, expect, test } from "vitest";
import type { Hold } from "../../../src/domain/run/rollout.ts";
import { AccessDenied, Throttled } from "../../../src/errors/errors.ts";
import { followMinimum, releaseHolds, takeHold, writeHold } from "../../../src/rollout/capacity/holds.ts";
import { BLUE, fakeWork, GREEN, groupOf } from "../../support/rollout/fake-work.ts";

const minimum = (group: string, was: number | null, heldMin: number | null): Hold => ({
  group,
  kind: "minimum",
  originalMin: was,
  heldMin,
  processes: [],
});
const suspended = (group: string): Hold => ({
  group,
  kind: "suspended-processes",
  originalMin: null,
  heldMin: null,
  processes: ["ScheduledActions"],
});
const names = (sent: readonly { readonly name: string }[]): string[] => sent.map(({ name }) => name);

describe("taking a hold", () => {
  test("is written down with its undo, told, then made", async () => {
    const { work, sent, notes, reasons } = fakeWork();
    await takeHold(minimum(BLUE, 2, 4), work);
    expect(work.run().holds).toEqual([minimum(BLUE, 2, 4)]);
    expect(notes).toEqual([["hold", expect.anything(), { subject: BLUE, evidence: minimum(BLUE, 2, 4) }]]);
    expect(reasons).toEqual([[expect.stringMatching(/web-g0006 at 4 servers/), { originalMin: 2 }]]);
    expect(sent).toEqual([
      { name: "UpdateAutoScalingGroup", input: { AutoScalingGroupName: BLUE, MinSize: 4 } },
    ]);
  });

  test("again writes nothing more, and makes it again", async () => {
    const { work, sent, notes } = fakeWork({ record: { holds: [minimum(BLUE, 2, 4)] } });
    await takeHold(minimum(BLUE, 4, 4), work);
    expect(notes).toEqual([]);
    expect(names(sent)).toEqual(["UpdateAutoScalingGroup"]);
  });

  test("that is higher keeps the first undo; another kind, group or height is another hold", async () => {
    const { work } = fakeWork({ record: { holds: [minimum(BLUE, 2, 4), minimum(GREEN, 1, 3)] } });
    await takeHold(minimum(BLUE, 4, 6), work);
    await takeHold(suspended(BLUE), work);
    expect(work.run().holds).toEqual([minimum(GREEN, 1, 3), minimum(BLUE, 2, 6), suspended(BLUE)]);
  });

  test("of processes suspends them, and without a height resizes nothing", async () => {
    const { work, sent, reasons } = fakeWork();
    await takeHold(suspended(BLUE), work);
    await takeHold(minimum(BLUE, 2, null), work);
    expect(sent).toEqual([
      {
        name: "SuspendProcesses",
        input: { AutoScalingGroupName: BLUE, ScalingProcesses: ["ScheduledActions"] },
      },
    ]);
    expect(reasons).toEqual([[expect.stringContaining(BLUE), { processes: ["ScheduledActions"] }]]);
  });

  test("of a group that is born with it is only written down", async () => {
    const { work, sent } = fakeWork();
    await writeHold(minimum(GREEN, 2, 4), work);
    expect([work.run().holds, sent]).toEqual([[minimum(GREEN, 2, 4)], []]);
  });
});

describe("green's minimum in the end", () => {
  test("is blue's of now, or the one that blue had before it was held", async () => {
    const { work, notes } = fakeWork({ record: { holds: [minimum(GREEN, 2, 4)] } });
    await followMinimum(groupOf(BLUE, [], { minSize: 3 }), GREEN, work);
    expect(work.run().holds).toEqual([minimum(GREEN, 3, 4)]);
    expect(notes).toEqual([
      ["hold", expect.stringMatching(/minimum of 3/), { subject: GREEN, evidence: minimum(GREEN, 3, 4) }],
    ]);
    const held = fakeWork({
      record: { holds: [minimum(BLUE, 1, 4), suspended(GREEN), minimum(GREEN, 2, 4)] },
    });
    await followMinimum(groupOf(BLUE, [], { minSize: 4 }), GREEN, held.work);
    expect(held.work.run().holds).toEqual([minimum(BLUE, 1, 4), suspended(GREEN), minimum(GREEN, 1, 4)]);
  });

  test("stays where it is the same, where nothing is held, and beside a blue that is being deleted", async () => {
    const same = fakeWork({ record: { holds: [minimum(GREEN, 3, 4)] } });
    await followMinimum(groupOf(BLUE, [], { minSize: 3 }), GREEN, same.work);
    const none = fakeWork({ record: { holds: [suspended(GREEN)] } });
    await followMinimum(groupOf(BLUE, [], { minSize: 3 }), GREEN, none.work);
    const deleting = fakeWork({ record: { holds: [minimum(GREEN, 2, 4)] } });
    await followMinimum(groupOf(BLUE, [], { minSize: 0, deleting: true }), GREEN, deleting.work);
    expect([same, none, deleting].map(({ notes }) => notes)).toEqual([[], [], []]);
    expect(deleting.work.run().holds).toEqual([minimum(GREEN, 2, 4)]);
  });
});

const at = (minSize: number) => groupOf(BLUE, [], { minSize });

describe("giving back", () => {
  test("is of this group only, of what still is as it was held, and is forgotten", async () => {
    const holds = [minimum(BLUE, 2, 4), suspended(BLUE), minimum(GREEN, 2, 4)];
    const { work, sent, reasons } = fakeWork({ record: { holds } });
    await releaseHolds(BLUE, at(4), work);
    expect(sent).toEqual([
      {
        name: "ResumeProcesses",
        input: { AutoScalingGroupName: BLUE, ScalingProcesses: ["ScheduledActions"] },
      },
      { name: "UpdateAutoScalingGroup", input: { AutoScalingGroupName: BLUE, MinSize: 2 } },
    ]);
    expect(reasons.map(([, evidence]) => evidence)).toEqual([{ hold: holds[1] }, { hold: holds[0] }]);
    expect(work.run().holds).toEqual([minimum(GREEN, 2, 4)]);
  });

  test("is of a minimum, too, that is read as it was before: the read may lag", async () => {
    const { work, sent } = fakeWork({ record: { holds: [minimum(BLUE, 2, 4)] } });
    await releaseHolds(BLUE, at(2), work);
    expect(sent.map(({ input }) => input)).toEqual([{ AutoScalingGroupName: BLUE, MinSize: 2 }]);
  });

  test.each([
    ["somebody set another minimum since", minimum(BLUE, 2, 4), 3],
    ["it is as it was before", minimum(BLUE, 4, 4), 4],
    ["nobody knows what it was", minimum(BLUE, null, 4), 4],
    ["the group is gone", suspended(BLUE), undefined],
  ])("calls nothing when %s", async (_what, hold, current) => {
    const { work, sent } = fakeWork({ record: { holds: [hold] } });
    await releaseHolds(BLUE, current === undefined ? undefined : at(current), work);
    expect([sent, work.run().holds]).toEqual([[], []]);
  });

  const FAILED = { phase: "Bake", error: "Aborted", reason: "aborted", imageAtFault: false } as const;
  /** A run on its way back for so many seconds gives back what is read as given back, servers and all. */
  const calledAgain = async (seconds: number, found: object, failure: typeof FAILED | null = FAILED) => {
    const holds = [minimum(BLUE, 2, 4), suspended(BLUE)];
    const phaseStartedAt = 1_000_000 - seconds * 1000;
    const { work, sent } = fakeWork({ record: { holds, failure, phaseStartedAt } });
    await releaseHolds(BLUE, groupOf(BLUE, [], { minSize: 2, desired: 4, ...found }), work);
    expect(work.run().holds).toEqual([]);
    return names(sent);
  };

  test("whose answer was lost is not asked for again once it is read as given back", async () => {
    expect(await calledAgain(16, {})).toEqual([]);
    const stillSuspended = { suspendedProcesses: ["ScheduledActions"] };
    expect(await calledAgain(16, stillSuspended)).toEqual(["ResumeProcesses"]);
    expect(await calledAgain(16, { minSize: 4 })).toEqual(["UpdateAutoScalingGroup"]);
    // Fewer than are held: it was raised a moment ago, and the read lags.
    expect(await calledAgain(16, { desired: 3 })).toEqual(["UpdateAutoScalingGroup"]);
  });

  test("is asked for where the hold may be younger than what a read shows", async () => {
    const both = ["ResumeProcesses", "UpdateAutoScalingGroup"];
    expect(await calledAgain(14, {})).toEqual(both);
    expect(await calledAgain(16, {}, null)).toEqual(both);
  });

  const refusing = (error: Error, SuspendedProcesses: object[]) =>
    fakeWork({
      record: { holds: [suspended(BLUE)] },
      answers: {
        ResumeProcesses: () => {
          throw error;
        },
        DescribeAutoScalingGroups: () => ({
          AutoScalingGroups: [{ AutoScalingGroupName: BLUE, SuspendedProcesses }],
        }),
      },
    });

  test("what was never suspended need not be resumed; what is suspended is not forgotten", async () => {
    const other = refusing(new AccessDenied("no"), [{ ProcessName: "AZRebalance" }]);
    await releaseHolds(BLUE, at(4), other.work);
    expect(other.work.run().holds).toEqual([]);
    const still = refusing(new AccessDenied("no"), [
      { ProcessName: "AZRebalance" },
      { ProcessName: "ScheduledActions" },
    ]);
    await expect(releaseHolds(BLUE, at(4), still.work)).rejects.toBeInstanceOf(AccessDenied);
    expect(still.work.run().holds).toEqual([suspended(BLUE)]);
    const throttled = refusing(new Throttled("slow"), []);
    await expect(releaseHolds(BLUE, at(4), throttled.work)).rejects.toBeInstanceOf(Throttled);
    expect(names(throttled.sent)).toEqual(["ResumeProcesses"]);
  });
});
