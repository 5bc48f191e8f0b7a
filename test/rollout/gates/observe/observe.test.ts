import { describe, expect, test } from "vitest";
import { judgeGates } from "../../../../src/rollout/gates/judge-gates.ts";
import { observeAlarms } from "../../../../src/rollout/gates/observe/alarms.ts";
import { observeCommand } from "../../../../src/rollout/gates/observe/command.ts";
import { observeHttp } from "../../../../src/rollout/gates/observe/http.ts";
import { observeInstanceStatus } from "../../../../src/rollout/gates/observe/instance-status.ts";
import { healthSource, observeTargetHealth } from "../../../../src/rollout/gates/observe/target-health.ts";
import { A, B, fakeWork, GREEN, ONE } from "../../../support/rollout/fake-work.ts";

const NOW = 1_000_000;
const HTTP = { kind: "http" as const, path: "/healthz", expect: 200, timeout: 7 };
const HEALTH = { kind: "target-health" as const, healthy: 100, for: 0 };
const COMMAND = { kind: "command" as const, document: "AWS-RunShellScript", commands: ["x"], timeout: 60 };

describe("http", () => {
  const ask = async (servers: readonly string[] | null, change: object = {}, wanted = {}) => {
    const fake = fakeWork({
      answers: {
        DescribeTargetGroups: ({ TargetGroupArns }) => ({
          TargetGroups: [{ TargetGroupArn: (TargetGroupArns as string[])[0], Port: 8080 }],
        }),
        DescribeInstances: () => ({
          Reservations: [{ Instances: [{ InstanceId: "i-1", PrivateIpAddress: "10.0.0.1" }] }],
        }),
      },
      ...wanted,
    });
    const asked: unknown[] = [];
    Object.assign(fake.work.context, {
      probe: async (...probed: unknown[]) => {
        asked.push(probed);
        return { status: 200, error: null };
      },
    });
    const gate = { ...HTTP, ...change };
    const answer = await observeHttp({ name: "http", gate, servers }, fake.work);
    return { asked, answer, names: fake.sent.map(({ name }) => name) };
  };

  test("asks each server at its private address and the target group's port", async () => {
    const { asked, answer } = await ask(["i-1", "i-2"]);
    expect(asked).toEqual([["http://10.0.0.1:8080/healthz", 7]]);
    expect(answer).toEqual({
      answers: [
        { id: "i-1", status: 200, error: null },
        { id: "i-2", status: null, error: expect.any(String) },
      ],
    });
  });

  test("asks at the declared port, or at port 80 where there is no target group", async () => {
    const declared = await ask(["i-1"], { port: 81 });
    expect(declared.asked).toEqual([["http://10.0.0.1:81/healthz", 7]]);
    expect(declared.names).toEqual(["DescribeInstances"]);
    const bare = await ask(["i-1"], {}, { green: undefined });
    expect(bare.asked).toEqual([["http://10.0.0.1:80/healthz", 7]]);
    expect((await ask(["i-1"], {}, { traffic: ONE, green: undefined })).asked).toHaveLength(1);
  });

  test("asks nobody where there is nobody", async () => {
    for (const servers of [null, []]) {
      expect(await ask(servers)).toEqual({ asked: [], answer: { answers: [] }, names: [] });
    }
  });
});

describe("target health", () => {
  test("is asked of green's own target group, or of the one once green is in it", () => {
    const source = (wanted: Parameters<typeof fakeWork>[0]) => healthSource(fakeWork(wanted).work);
    const set = (setPercent: number) => ({
      traffic: { step: 0, setPercent, setAt: null, observedPercent: null, agreeingReads: 0 },
    });
    expect([source({}), source({ green: undefined })]).toEqual([B, null]);
    expect(source({ traffic: ONE, record: set(0) })).toBeNull();
    expect(source({ traffic: ONE, record: set(1) })).toBe(A);
  });

  test("is that of green's servers, or of all", async () => {
    const seen = async (servers: readonly string[] | null) => {
      const { work } = fakeWork({
        answers: {
          DescribeTargetHealth: () => ({
            TargetHealthDescriptions: ["i-1", "i-2"].map((Id) => ({
              Target: { Id },
              TargetHealth: { State: "healthy" },
            })),
          }),
        },
      });
      const observed = await observeTargetHealth({ name: "target-health", gate: HEALTH, servers }, work);
      return observed?.targets.map(({ id }) => id);
    };
    expect([await seen(["i-2", "i-3"]), await seen([]), await seen(null)]).toEqual([
      ["i-2"],
      [],
      ["i-1", "i-2"],
    ]);
  });
});

test("instance status is asked of servers that are, alarms of a gate that has some", async () => {
  const { work, sent } = fakeWork();
  const gate = { kind: "instance-status" as const };
  for (const servers of [null, []]) {
    expect(await observeInstanceStatus({ name: "s", gate, servers }, work)).toEqual({ servers: [] });
  }
  expect(await observeAlarms({ name: "a", gate: HEALTH, servers: [] }, work)).toEqual({ alarms: [] });
  expect(sent).toEqual([]);
  await observeInstanceStatus({ name: "s", gate, servers: ["i-1"] }, work);
  expect(sent.map(({ name }) => name)).toEqual(["DescribeInstanceStatus"]);
});

describe("a command", () => {
  const sentAt = NOW - 90_000;
  const known = { commands: { selftest: { comment: "c", commandId: "c-1", sentAt } } };
  const observe = async (record: object, answers: object) => {
    const fake = fakeWork({ record, answers: answers as never });
    const observed = await observeCommand({ name: "selftest", gate: COMMAND, servers: null }, fake.work);
    const commands = () => fake.work.run().commands;
    return { observed, names: fake.sent.map(({ name }) => name), sent: fake.sent, commands };
  };

  const sends = { SendCommand: () => ({ Command: { CommandId: "c-1" } }) };
  const online = (count: number) => ({
    DescribeInstanceInformation: () => ({
      InstanceInformationList: [
        ...Array.from({ length: count }, () => ({ PingStatus: "Online" })),
        { PingStatus: "ConnectionLost" },
      ],
    }),
  });

  test("is sent to nobody before all of green's servers are registered", async () => {
    const { observed, names } = await observe({}, { ...online(5), ...sends });
    expect(observed).toMatchObject({ online: 5, targeted: 0, sentAt: null, askedSince: 0 });
    expect(names).toEqual(["DescribeInstanceInformation"]);
  });

  test("is sent again to all where one came later, once that can be reached", async () => {
    const short = counts({ TargetCount: 5, CompletedCount: 5 });
    const later = await observe(known, { ...short, ...online(5) });
    expect(later.observed).toMatchObject({ targeted: 5, completed: 5, sentAt });
    const back = await observe(known, { ...short, ...online(6) });
    expect(back.observed).toBeUndefined();
    expect(back.commands()).toEqual({});
  });

  test("is sent to green's group first", async () => {
    const { observed, sent } = await observe({}, { ...online(6), ...sends });
    expect(observed).toBeUndefined();
    expect(sent).toMatchObject([
      { name: "DescribeInstanceInformation", input: { MaxResults: 50 } },
      { input: { Targets: [{ Values: [GREEN] }], Comment: "moult selftest 1000000 web-1" } },
    ]);
  });

  const counts = (change: object) => ({
    ListCommands: () => ({ Commands: [{ TargetCount: 3, CompletedCount: 2, ...change }] }),
    ListCommandInvocations: () => ({
      CommandInvocations: ["i-1", "i-2", "i-3", "i-4"].map((InstanceId) => ({
        InstanceId,
        Status: "Failed",
      })),
    }),
  });

  test("is asked how far it is, and for its failures only when it has some", async () => {
    const well = await observe(known, counts({}));
    expect(well.observed).toEqual({
      online: null,
      targeted: 3,
      completed: 2,
      failed: 0,
      unreached: 0,
      failures: [],
      askedSince: 0,
      sentAt,
    });
    expect(well.names).toEqual(["ListCommands"]);
    const ill = await observe(known, counts({ ErrorCount: 1 }));
    expect(ill.observed?.failures.map(({ id }) => id)).toEqual(["i-1", "i-2", "i-3"]);
  });

  test("that is not listed yet has just begun, for a minute", async () => {
    const none = { ListCommands: () => ({ Commands: [] }) };
    const recent = { commands: { selftest: { comment: "c", commandId: "c-1", sentAt: NOW - 59_999 } } };
    expect((await observe(recent, none)).observed).toBeUndefined();
    await expect(observe(known, none)).rejects.toThrow(/c-1/);
  });
});

describe("judging", () => {
  test("keeps the other gates' verdicts, and since when each holds", async () => {
    const verdict = (gate: string, since: number | null) => ({
      gate,
      verdict: "pass" as const,
      reason: "r",
      value: "v",
      threshold: "t",
      since,
    });
    const { work } = fakeWork({
      record: { size: 1, gates: [verdict("other", 1), verdict("target-health", 2)] },
    });
    const observers = {
      targetHealth: async () => ({ targets: [{ id: "i-1", state: "healthy", reason: null }] }),
      command: async () => undefined,
    };
    const gates = [
      { name: "target-health", gate: HEALTH },
      { name: "selftest", gate: COMMAND },
    ];
    const judged = await judgeGates(gates, ["i-1"], { observers, work });
    expect(judged).toMatchObject([
      { gate: "target-health", verdict: "pass", since: 2 },
      { gate: "selftest", verdict: "wait", value: "begun", threshold: "done", since: null },
    ]);
    expect(judged.map(({ ending }) => ending)).toEqual([
      undefined,
      { imageAtFault: false, error: "GateUnread" },
    ]);
    const kept = judged.map(({ ending: _ending, ...each }) => each);
    expect(work.run().gates).toEqual([verdict("other", 1), ...kept]);
  });

  test("a command that ran when it was read is not over because the process was paused after that", async () => {
    const { work, clock } = fakeWork({ record: { size: 1 } });
    const read = { online: null, targeted: 1, completed: 0, failed: 0, unreached: 0, failures: [] };
    const sentAt = clock.now - 30_000;
    const judge = async () => {
      const command = async () => {
        clock.now += 1_000_000;
        return { ...read, askedSince: sentAt, sentAt };
      };
      return judgeGates([{ name: "selftest", gate: COMMAND }], ["i-1"], { observers: { command }, work });
    };
    expect(await judge()).toMatchObject([{ verdict: "wait" }]);
    expect(await judge()).toMatchObject([{ verdict: "fail" }]);
  });
});
