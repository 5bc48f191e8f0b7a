import { describe, expect, test } from "vitest";
import { progressOf, sendOnce } from "../../../src/rollout/gates/send-command.ts";
import { fakeWork, GREEN } from "../../support/rollout/fake-work.ts";

const NOW = 1_000_000;
const ORDER = {
  name: "selftest",
  to: { group: GREEN },
  document: "AWS-RunShellScript",
  commands: ["/opt/selftest"],
  timeoutSeconds: 60,
};
const ordered = async (wanted: Parameters<typeof fakeWork>[0] = {}) => {
  const fake = fakeWork({
    ...wanted,
    answers: { SendCommand: () => ({ Command: { CommandId: "c-1" } }), ...wanted.answers },
  });
  return { ...fake, sent: await sendOnce(ORDER, fake.work), calls: fake.sent };
};

describe("a command", () => {
  test("is written down before it is sent, and with its id after", async () => {
    let before: unknown;
    const fake = fakeWork({
      answers: {
        SendCommand: () => {
          before = fake.work.run().commands;
          return { Command: { CommandId: "c-1" } };
        },
      },
    });
    const comment = `moult selftest ${NOW} web-1`;
    expect(await sendOnce(ORDER, fake.work)).toEqual({ commandId: "c-1", sentAt: NOW, fresh: true });
    expect(before).toEqual({ selftest: { comment, commandId: null, sentAt: NOW } });
    expect(fake.work.run().commands).toEqual({ selftest: { comment, commandId: "c-1", sentAt: NOW } });
    expect(fake.reasons).toEqual([[`run selftest on ${GREEN}`, { commands: ["/opt/selftest"] }]]);
    expect(fake.sent.map(({ name }) => name)).toEqual(["SendCommand"]);
  });

  test("has a comment of at most a hundred characters, which tells it from others in front", async () => {
    const { calls } = await ordered({ record: { id: `web-${"x".repeat(96)}` } });
    const comment = String(calls[0]?.input["Comment"]);
    expect(comment).toHaveLength(100);
    expect(comment).toMatch(/^moult selftest 1000000 web-x/u);
  });

  test("that was sent is not sent again", async () => {
    const known = { comment: "c", commandId: "c-0", sentAt: 5 };
    const { sent, calls } = await ordered({ record: { commands: { selftest: known } } });
    expect(sent).toEqual({ commandId: "c-0", sentAt: 5, fresh: false });
    expect(calls).toEqual([]);
  });
});

describe("a command whose answer was lost", () => {
  const known = { comment: "moult selftest 900000 web-1", commandId: null, sentAt: 900_000 };
  const record = { commands: { selftest: known } };

  test("is looked for by its comment, from ten minutes before it was tried last, and taken up", async () => {
    const ListCommands = () => ({
      Commands: [
        { CommandId: "c-8", Comment: "another" },
        { CommandId: "c-9", Comment: known.comment },
      ],
    });
    const { sent, calls, work } = await ordered({ record, answers: { ListCommands } });
    expect(sent).toEqual({ commandId: "c-9", sentAt: 900_000, fresh: true });
    expect(calls.map(({ name }) => name)).toEqual(["ListCommands"]);
    expect(calls[0]?.input).toMatchObject({
      Filters: [
        { key: "DocumentName", value: "AWS-RunShellScript" },
        { key: "InvokedAfter", value: "1970-01-01T00:05:00Z" },
      ],
    });
    expect(work.run().commands).toEqual({ selftest: { ...known, commandId: "c-9" } });
  });

  test("and that never arrived is sent, as the one that was written down, and its time begins with that", async () => {
    const { calls, work } = await ordered({ record, answers: { ListCommands: () => ({ Commands: [] }) } });
    expect(calls.map(({ name }) => name)).toEqual(["ListCommands", "SendCommand"]);
    expect(calls[1]?.input).toMatchObject({ Comment: known.comment });
    expect(work.run().commands).toEqual({ selftest: { ...known, commandId: "c-1", sentAt: NOW } });
  });
});

test("a command that is not listed is waited for in its first minute, and missed after it", async () => {
  const { work } = fakeWork({ answers: { ListCommands: () => ({ Commands: [] }) } });
  const at = (sentAt: number) => progressOf({ commandId: "c-1", sentAt }, work);
  expect(await at(NOW - 59_999)).toBeUndefined();
  await expect(at(NOW - 60_000)).rejects.toMatchObject({ name: "NotFound" });
});
