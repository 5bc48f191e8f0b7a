import { describe, expect, test } from "vitest";
import type { Generation } from "../../src/domain/generation.ts";
import { blueHandsOff } from "../../src/rollout/hand-off.ts";
import { BLUE, fakeWork } from "./fake-work.ts";

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
  const answer = await blueHandsOff(fake.work.blue as Generation, fake.work);
  return { ...fake, answer, names: fake.sent.map(({ name }) => name) };
};

test.each([
  ["none is declared", {}],
  ["it is done", { ...HANDOFF, record: { marks: { "handed-off": 1 } } }],
  ["blue is retained", { ...HANDOFF, record: { marks: { retained: 1 } } }],
])("there is nothing to do when %s", async (_what, wanted) => {
  const { answer, sent } = await handsOff(wanted);
  expect([answer, sent]).toEqual([null, []]);
});

test("a blue without servers has nothing to hand off, and that is written down", async () => {
  const { answer, names, notes, work } = await handsOff({ ...HANDOFF, answers: servers(0) });
  expect([answer, names]).toEqual([null, ["DescribeAutoScalingGroups"]]);
  expect(notes).toEqual([["evidence", expect.stringMatching(/^0 /), { evidence: { command: undefined } }]]);
  expect(work.rollout().marks).toEqual({ "handed-off": NOW });
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
      Comment: "moult web-1 handoff",
    },
  });
  expect(work.rollout().commands).toEqual({
    handoff: { comment: "moult web-1 handoff", commandId: "c-9", sentAt: NOW },
  });
});

describe("a command that was sent", () => {
  const after = (seconds: number, counts: object, more: object = {}) =>
    handsOff({
      ...HANDOFF,
      record: sentAgo(seconds),
      answers: { ...servers(2), ...progress(counts), ...more },
    });

  test("is waited for, with how many have answered", async () => {
    const { answer, work } = await after(300, { CompletedCount: 1 });
    expect(answer).toMatchObject({ verdict: "wait", waitSeconds: 15 });
    expect(answer?.reason).toMatch(/1 of 2 .*5m/);
    expect(work.rollout().marks).toEqual({});
  });

  test("is done when every server has answered, also late", async () => {
    for (const seconds of [10, 400]) {
      const { answer, work, notes } = await after(seconds, { CompletedCount: 2 });
      expect(answer).toBeNull();
      expect(work.rollout().marks).toEqual({ "handed-off": NOW });
      expect(notes).toEqual([
        [
          "evidence",
          expect.stringMatching(/^2 /),
          { evidence: { command: sentAgo(seconds).commands.handoff } },
        ],
      ]);
    }
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
    expect(work.rollout().marks).toEqual({ retained: NOW });
    expect(notes).toEqual([
      [
        "decision",
        expect.stringMatching(/^generation 6 .* \(i-1: Failed; i-2: Failed; i-3: Failed\)$/),
        { action: "retain", subject: BLUE },
      ],
    ]);
  });

  test("retains blue when its time is over, to the second", async () => {
    expect((await after(300, { CompletedCount: 1 })).work.rollout().marks).toEqual({});
    const late = await after(301, { CompletedCount: 1 });
    expect(late.work.rollout().marks).toEqual({ retained: NOW });
    expect(late.notes[0]?.[1]).not.toMatch(/\(/);
  });
});
