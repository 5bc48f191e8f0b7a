import { expect, test } from "vitest";
import { command } from "../../../src/domain/gates/command.ts";
import { context, NOON } from "../../support/domain/gates/context.ts";

const ASKED = {
  kind: "command",
  document: "AWS-RunShellScript",
  commands: ["/opt/selftest"],
  timeout: 300,
} as const;
const asked = { ...ASKED, commands: [...ASKED.commands] };
const ran = (completed: number, failed: number, secondsAgo = 10) => ({
  online: null,
  askedSince: NOON - secondsAgo * 1000,
  unreached: 0,
  targeted: 2,
  completed,
  failed,
  failures: failed > 0 ? [{ id: "i-2", detail: "Failed" }] : [],
  sentAt: NOON - secondsAgo * 1000,
});

test("passes when it succeeded on every server", () => {
  expect(command.judge(asked, ran(2, 0), context())).toEqual({
    gate: "it",
    verdict: "pass",
    value: "2 of 2 succeeded",
    threshold: "2 of 2",
    since: NOON,
    reason: "succeeded on every server",
  });
});

test("fails when it failed on one, even while others still run", () => {
  expect(command.judge(asked, ran(1, 1), context())).toMatchObject({
    verdict: "fail",
    since: null,
    value: "0 of 2 succeeded",
    reason: "failed on 1 servers (i-2: Failed)",
  });
});

test("waits while it runs, up to its timeout", () => {
  expect(command.judge(asked, ran(1, 0), context())).toMatchObject({
    verdict: "wait",
    reason: "still running on 1 servers",
    ending: { imageAtFault: false, error: "GateUnread" },
  });
  expect(command.judge(asked, ran(1, 0, 300), context()).verdict).toBe("wait");
});

test("fails when it is not done on every server in time", () => {
  expect(command.judge(asked, ran(1, 0, 326), context())).toMatchObject({
    verdict: "fail",
    reason: "not done on 1 servers after 5m",
  });
});

test("what was seen running may have been done by then: reads are behind, and a process is paused after one", () => {
  expect(command.judge(asked, ran(1, 0, 325), context()).verdict).toBe("wait");
  const paused = context({ observedFrom: NOON - 1_000_000 });
  expect(command.judge(asked, ran(1, 0, 1_010), paused).verdict).toBe("wait");
  const unsent = { ...ran(0, 0, 1_010), targeted: 0, online: 1, sentAt: null };
  expect(command.judge(asked, unsent, paused).verdict).toBe("wait");
});

test("a result of fewer servers than green must have is no pass", () => {
  expect(command.judge(asked, ran(2, 0), context({ servers: 3 })).verdict).toBe("wait");
});

test("waits until every server can be reached, and blames nobody where one never is", () => {
  const unsent = (online: number, secondsAgo: number) => ({
    ...ran(0, 0, secondsAgo),
    targeted: 0,
    online,
    sentAt: null,
  });
  expect(command.judge(asked, unsent(1, 300), context())).toMatchObject({
    verdict: "wait",
    reason: "Systems Manager does not reach 1 servers yet",
  });
  expect(command.judge(asked, unsent(1, 301), context())).toMatchObject({
    verdict: "unknown",
    value: "0 of 2 succeeded",
    reason: "1 servers were not reached within 5m",
  });
  // Sent to all, and one did not take it.
  const undelivered = { ...ran(2, 1, 301), unreached: 1, failures: [] };
  expect(command.judge(asked, undelivered, context())).toMatchObject({
    verdict: "unknown",
    reason: "1 servers were not reached within 5m",
  });
  expect(command.judge(asked, { ...ran(2, 2), unreached: 1 }, context())).toMatchObject({
    verdict: "fail",
    reason: "failed on 1 servers (i-2: Failed)",
  });
  expect(command.judge(asked, unsent(0, 0), context({ servers: 0 })).verdict).toBe("wait");
});

test("a document has a name, and every failure is told with its server", () => {
  const settings = { kind: "command", commands: ["/opt/selftest"] };
  expect(command.settings.safeParse({ ...settings, document: "" }).success).toBe(false);
  expect(command.settings.safeParse({ ...settings, document: "AWS-RunPowerShellScript" }).success).toBe(true);
  const failures = [
    { id: "i-1", detail: "exit code 1" },
    { id: "i-2", detail: "exit code 2" },
  ];
  const observed = { ...ran(2, 2), failures };
  expect(command.judge(command.settings.parse(settings), observed, context()).reason).toMatch(
    /i-1: exit code 1; i-2: exit code 2/,
  );
});
