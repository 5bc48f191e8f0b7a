import { describe, expect, test } from "vitest";
import type { Generation } from "../../../src/domain/generation.ts";
import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";
import { handoffBlocker } from "../../../src/rollout/retirement/handoff.ts";
import { BLUE, fakeWork } from "../../support/rollout/fake-work.ts";

const NOW = 1_000_000;
const HANDOFF = { declaration: { retire: { handoff: { command: "/opt/handoff", timeout: "5m" } } } };
const sentAgo = (seconds: number) => ({
  commands: { handoff: { comment: "c", commandId: "c-1", sentAt: NOW - seconds * 1000 } },
});
const servers = (count: number) => ({
  DescribeAutoScalingGroups: () => ({
    AutoScalingGroups: [
      {
        AutoScalingGroupName: BLUE,
        Instances: Array.from({ length: count }, (_, index) => ({ InstanceId: `i-${index}` })),
      },
    ],
  }),
});
const progress = (counts: object) => ({ ListCommands: () => ({ Commands: [counts] }) });
const handsOff = async (wanted: Parameters<typeof fakeWork>[0]) => {
  const fake = fakeWork(wanted);
  const answer = await handoffBlocker(fake.work.blue as Generation, fake.work);
  return { ...fake, answer, names: fake.sent.map(({ name }) => name) };
};

test.each([
  ["none is declared", {}],
  ["it was done a moment ago", { ...HANDOFF, record: { milestones: { handoff: NOW - 4_999 } } }],
  ["blue is retained", { ...HANDOFF, record: { milestones: { retained: 1 } } }],
])("there is nothing to do when %s", async (_what, wanted) => {
  const { answer, sent } = await handsOff(wanted);
  expect([answer, sent]).toEqual([null, []]);
});

test("a blue without servers has nothing to hand off, and that is written down", async () => {
  const { answer, names, notes, work } = await handsOff({ ...HANDOFF, answers: servers(0) });
  expect([answer, names]).toEqual([null, ["DescribeAutoScalingGroups"]]);
  expect(notes).toEqual([["evidence", expect.stringMatching(/^0 /), { evidence: { command: undefined } }]]);
  expect(work.run().milestones).toEqual({ handoff: NOW });
});

test("the command goes to every server, written down before it is sent", async () => {
  const { answer, sent, work } = await handsOff({
    ...HANDOFF,
    answers: { ...servers(2), SendCommand: () => ({ Command: { CommandId: "c-9" } }) },
  });
  expect(answer).toMatchObject({ verdict: "wait", waitSeconds: 15 });
  expect(sent.at(-1)).toMatchObject({
    name: "SendCommand",
    input: {
      DocumentName: "AWS-RunShellScript",
      Targets: [{ Values: [BLUE] }],
      Parameters: { commands: ["/opt/handoff"], executionTimeout: ["300"] },
      Comment: `moult handoff ${NOW} web-1`,
    },
  });
  expect(work.run().commands).toEqual({
    handoff: { comment: `moult handoff ${NOW} web-1`, commandId: "c-9", sentAt: NOW },
  });
});

/** What Systems Manager says of the servers' own ends. */
const ends = (states: Readonly<Record<string, string>>) => ({
  ListCommandInvocations: () => ({
    CommandInvocations: Object.entries(states).map(([InstanceId, Status]) => ({ InstanceId, Status })),
  }),
});
const BOTH = { "i-0": "Success", "i-1": "Success" };

describe("a command that was sent", () => {
  const after = (
    seconds: number,
    counts: object,
    more: object = {},
    passed: Pick<Partial<RolloutRecord>, "timers" | "milestones"> = {},
  ) =>
    handsOff({
      ...HANDOFF,
      record: { ...sentAgo(seconds), ...passed },
      answers: { ...servers(2), ...progress({ TargetCount: 2, ...counts }), ...ends(BOTH), ...more },
    });

  test("is waited for, with how many have answered", async () => {
    const { answer, work } = await after(300, { CompletedCount: 1 });
    expect(answer).toMatchObject({ verdict: "wait", waitSeconds: 30 });
    expect(answer?.reason).toMatch(/1 of 2 .*5m/);
    expect(work.run().milestones).toEqual({});
  });

  test("is waited for while its targets are not counted yet", async () => {
    const { answer, names } = await after(10, { TargetCount: 0, CompletedCount: 0 });
    expect(answer).toMatchObject({ verdict: "wait", waitSeconds: 15 });
    expect(names).not.toContain("ListCommandInvocations");
  });

  test("is done when every server has succeeded, also late", async () => {
    for (const seconds of [10, 400]) {
      const { answer, work, notes } = await after(seconds, { CompletedCount: 2 });
      expect(answer).toBeNull();
      expect(work.run().milestones).toEqual({ handoff: NOW });
      expect(notes).toEqual([
        [
          "evidence",
          expect.stringMatching(/^2 /),
          { evidence: { command: sentAgo(seconds).commands.handoff } },
        ],
      ]);
    }
  });

  test("is done when a server that succeeded has gone since", async () => {
    const { answer } = await after(
      10,
      { TargetCount: 3, CompletedCount: 3 },
      ends({ ...BOTH, "i-2": "Success" }),
    );
    expect(answer).toBeNull();
  });

  describe("and a server that joined blue since, in the place of one that left", () => {
    const joined = ends({ "i-0": "Success", "i-9": "Success" });

    test("is named and waited for; the command is sent again after a quarter of its time, or half a minute", async () => {
      const quick = { declaration: { retire: { handoff: { command: "/opt/handoff", timeout: "1m" } } } };
      for (const [seconds, more, asked] of [
        [75, {}, ["handoff"]],
        [76, {}, []],
        [30, quick, ["handoff"]],
        [31, quick, []],
      ] as const) {
        const { answer, work } = await handsOff({
          ...HANDOFF,
          ...more,
          record: sentAgo(seconds),
          answers: { ...servers(2), ...progress({ TargetCount: 2, CompletedCount: 2 }), ...joined },
        });
        expect(answer).toMatchObject({ verdict: "wait", waitSeconds: 15 });
        expect(answer?.reason).toMatch(/^i-1: not asked yet/);
        expect(Object.keys(work.run().commands)).toEqual(asked);
        expect(work.run().timers).toEqual({ "servers-joined": NOW });
      }
    });

    test("is found after the proof, too, when that is no longer fresh", async () => {
      const proved = { milestones: { handoff: NOW - 5000 } };
      const { answer, work, notes } = await after(76, { CompletedCount: 2 }, joined, proved);
      expect(answer?.reason).toMatch(/^i-1: not asked yet/);
      expect(work.run().commands).toEqual({});
      expect(notes).toEqual([]);
      expect((await after(31, { CompletedCount: 2 }, {}, proved)).answer).toBeNull();
    });

    test("keeps blue when it does not answer for as long as a handoff may take", async () => {
      const soon = await after(31, { CompletedCount: 2 }, joined, {
        timers: { "servers-joined": NOW - 300_000 },
      });
      expect(soon.work.run().timers).toEqual({ "servers-joined": NOW - 300_000 });
      const late = await after(31, { CompletedCount: 2 }, joined, {
        timers: { "servers-joined": NOW - 300_001 },
      });
      expect(late.work.run().milestones).toMatchObject({ retained: NOW });
      expect(late.answer).toBeNull();
      expect(late.notes[0]?.[1]).toMatch(/\(i-1: not reached by Systems Manager\)$/);
      const none = await after(31, { CompletedCount: 2 }, ends({ "i-9": "Success" }), {
        timers: { "servers-joined": 0 },
      });
      expect(none.notes[0]?.[1]).toMatch(/\(i-0 and 1 more: /);
    });

    test("is no doubt any more once it has succeeded", async () => {
      const { work } = await after(10, { CompletedCount: 2 }, {}, { timers: { "servers-joined": 1 } });
      expect(work.run().milestones).toEqual({ handoff: NOW });
    });
  });

  const failures = {
    ListCommandInvocations: () => ({
      CommandInvocations: ["i-1", "i-2", "i-3", "i-4"].map((InstanceId) => ({
        InstanceId,
        Status: "Failed",
        StatusDetails: "Failed",
      })),
    }),
  };

  test("retains blue when one server failed, and names three of them", async () => {
    const { answer, work, notes } = await after(10, { CompletedCount: 2, ErrorCount: 1 }, failures);
    expect(answer).toBeNull();
    expect(work.run().milestones).toEqual({ retained: NOW });
    expect(notes).toEqual([
      [
        "decision",
        expect.stringMatching(/^generation 6 .* \(i-1: Failed; i-2: Failed; i-3: Failed\)$/),
        { action: "retain", subject: BLUE },
      ],
    ]);
  });

  test("retains blue when its time is over, to the second", async () => {
    expect((await after(300, { CompletedCount: 1 })).work.run().milestones).toEqual({});
    const late = await after(301, { CompletedCount: 1 });
    expect(late.work.run().milestones).toEqual({ retained: NOW });
    expect(late.notes[0]?.[1]).not.toMatch(/\(/);
  });
});
