import { describe, expect, test } from "vitest";
import type { FleetDeclaration } from "../../../src/domain/declaration/fleet.ts";
import type { GateVerdict } from "../../../src/domain/gate.ts";
import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";
import { readGeneration } from "../../../src/ledger/generations.ts";
import { validateGreen } from "../../../src/rollout/states/validate-green.ts";
import { generation } from "../../support/cli/records.ts";
import { fakeStep, INPUT, NOW } from "../../support/rollout/fake-step.ts";
import { A, B, BLUE, GREEN } from "../../support/rollout/fake-work.ts";

const passed = (gate: string, since: number): GateVerdict => ({
  gate,
  verdict: "pass",
  since,
  reason: "was good",
  value: "2",
  threshold: "2",
});

interface World {
  readonly gates?: FleetDeclaration["gates"];
  readonly record?: Partial<RolloutRecord>;
  readonly declaration?: Partial<FleetDeclaration>;
  /** When green was made, and how long blue's servers took. */
  readonly createdAt?: number;
  readonly expected?: number | null;
  readonly healthySeconds?: number | null;
  readonly servers?: readonly string[];
  readonly states?: readonly string[];
  /** Servers that ended the gate's command, and those that failed in it. */
  readonly ended?: readonly [completed: number, failed: number];
}

/** One look at a green of two servers, made long ago, in a phase that began a hundred seconds ago. */
async function look(world: World = {}) {
  const { servers = ["i-1", "i-2"], states = ["healthy", "healthy"], ended = [2, 0] } = world;
  const { expected = 90, healthySeconds = null } = world;
  const step = await fakeStep({
    record: {
      size: 2,
      phase: "ValidateGreen",
      phaseStartedAt: NOW - 100_000,
      timers: { "traffic-read": NOW },
      ...world.record,
    },
    declaration: { gates: world.gates ?? [{ kind: "target-health" }], ...world.declaration },
    generations: [
      generation({ group: BLUE, targetGroup: A, healthySeconds: expected }),
      generation({
        number: 7,
        group: GREEN,
        targetGroup: B,
        state: "launching",
        createdAt: world.createdAt ?? 0,
        healthySeconds,
      }),
    ],
    answers: {
      DescribeAutoScalingGroups: () => ({
        AutoScalingGroups: [
          {
            AutoScalingGroupName: GREEN,
            DesiredCapacity: 2,
            Instances: servers.map((InstanceId) => ({ InstanceId })),
          },
        ],
      }),
      DescribeTargetHealth: () => ({
        TargetHealthDescriptions: states.map((State, index) => ({
          Target: { Id: `i-${index + 1}` },
          TargetHealth: { State },
        })),
      }),
      DescribeInstanceInformation: () => ({
        InstanceInformationList: servers.map(() => ({ PingStatus: "Online" })),
      }),
      SendCommand: () => ({ Command: { CommandId: "c-1" } }),
      ListCommands: () => ({
        Commands: [{ CommandId: "c-1", TargetCount: 2, CompletedCount: ended[0], ErrorCount: ended[1] }],
      }),
    },
  });
  const answer = await validateGreen(INPUT, step.context);
  const evidence = (await step.entries()).filter(({ kind }) => kind === "evidence");
  const names = step.sent.map(({ name }) => name);
  return { ...step, answer, evidence, names };
}
const command = { kind: "command" as const, commands: ["true"] };
const sent = (sentAt: number) => ({
  commands: { command: { comment: "moult web-1 command", commandId: "c-1", sentAt } },
});

describe("servers that boot", () => {
  test("are looked at after half of their time, however long those before them took", async () => {
    // As remembered of a rollout whose calls were throttled: of two minutes twelve seconds would be left.
    const declaration = { deadlines: { validate: "2m" } } as const;
    const at = (createdAt: number) => look({ createdAt, expected: 110, declaration });
    expect((await at(NOW - 50_000)).names).not.toContain("DescribeTargetHealth");
    expect((await at(NOW - 70_000)).names).toContain("DescribeTargetHealth");
  });

  test("are not looked at before they can be healthy", async () => {
    const { answer, names } = await look({ createdAt: NOW - 60_000 });
    expect(answer).toEqual({
      verdict: "wait",
      waitSeconds: 30,
      reason: "the servers are booting; they are expected to be healthy in 30s",
    });
    expect(names).toEqual([]);
    expect((await look({ createdAt: NOW - 90_000 })).answer.verdict).toBe("pass");
    expect((await look({ createdAt: NOW - 60_000, expected: null })).answer.waitSeconds).toBe(5);
  });

  test("are looked at every two minutes, however long those before took", async () => {
    const { answer } = await look({
      createdAt: NOW,
      expected: 5100,
      declaration: { deadlines: { validate: "3h" } },
    });
    expect(answer).toMatchObject({ waitSeconds: 120, reason: expect.stringContaining("healthy in 1h25m") });
  });

  test("are none in a fleet of no servers", async () => {
    const { answer } = await look({ createdAt: NOW, record: { size: 0 }, servers: [], states: [] });
    expect(answer.verdict).toBe("pass");
  });
});

describe("gates that passed", () => {
  const record = (since: number) => ({ gates: [passed("target-health", since)] });

  test("in this phase are not asked again, in an earlier one they are", async () => {
    expect((await look({ record: record(NOW - 100_000) })).names).toEqual([]);
    const { names } = await look({ record: record(NOW - 100_001) });
    expect(names).toEqual(["DescribeAutoScalingGroups", "DescribeTargetHealth"]);
  });

  test("are written down with their verdicts, and green's time to be healthy with them", async () => {
    const { answer, evidence, ledger } = await look();
    expect(answer).toMatchObject({ verdict: "pass", waitSeconds: 0 });
    expect(evidence).toHaveLength(1);
    expect(evidence[0]).toMatchObject({
      evidence: { verdicts: [{ gate: "target-health", verdict: "pass" }] },
    });
    expect(await readGeneration(ledger, "web", 7)).toMatchObject({ generation: { healthySeconds: 1000 } });
  });

  test("do not count for green's time how long the fleet was frozen", async () => {
    const record = { startedAt: 0, deadlineAt: 4 * 3_600_000 + 600_000 };
    const { ledger } = await look({ record });
    expect(await readGeneration(ledger, "web", 7)).toMatchObject({ generation: { healthySeconds: 400 } });
  });

  test("again do not change the time that green took", async () => {
    const { ledger } = await look({ healthySeconds: 40 });
    expect(await readGeneration(ledger, "web", 7)).toMatchObject({ generation: { healthySeconds: 40 } });
  });
});

describe("gates that act", () => {
  test("wait for those that look", async () => {
    const { answer, names } = await look({
      gates: [command, { kind: "target-health" }],
      states: ["healthy", "initial"],
    });
    expect(answer).toMatchObject({ verdict: "wait", waitSeconds: 10 });
    expect(names).not.toContain("SendCommand");
  });

  test("do so without a reading of the servers when only commands are left", async () => {
    const { answer, names } = await look({ gates: [command] });
    expect(answer).toMatchObject({ verdict: "wait", waitSeconds: 5 });
    expect(names).toEqual(["DescribeInstanceInformation", "SendCommand"]);
  });

  test("do nothing to servers that are not there", async () => {
    const both: FleetDeclaration["gates"] = [{ kind: "target-health" }, command];
    const { answer, names } = await look({ gates: both, servers: [], states: [], record: { size: 0 } });
    expect(answer.verdict).toBe("pass");
    expect(names).not.toContain("SendCommand");
  });

  test("blame the image when they fail", async () => {
    const { answer, evidence, after } = await look({
      gates: [command],
      ended: [2, 1],
      record: sent(NOW - 10_000),
    });
    expect(answer.verdict).toBe("fail");
    expect((await after())?.failure).toMatchObject({ error: "GateFailed", imageAtFault: true });
    expect(evidence[0]).toMatchObject({ evidence: { verdicts: [{ gate: "command", verdict: "fail" }] } });
  });
});

describe("a green that is not proved good", () => {
  const late = (ms: number) => look({ states: ["healthy"], record: { phaseStartedAt: NOW - ms } });

  test("is looked at again until its time is up", async () => {
    expect((await late(900_000)).answer).toMatchObject({ verdict: "wait", waitSeconds: 60 });
    const { answer, evidence, after } = await late(900_001);
    expect(answer).toMatchObject({
      verdict: "fail",
      reason: expect.stringMatching(/; not proved good within 15m$/u),
    });
    expect(evidence[0]).toMatchObject({
      evidence: { verdicts: [{ gate: "target-health", verdict: "wait" }] },
    });
    expect((await after())?.failure).toMatchObject({ imageAtFault: true });
  });

  test("has its whole time again when nobody has looked for long", async () => {
    const waiting = { reason: "not yet", since: NOW - 1_200_000, until: NOW - 1_190_000, isDeclared: false };
    const unwatched = { phaseStartedAt: NOW - 1_300_000, waiting };
    expect((await look({ states: ["healthy"], record: unwatched })).answer.verdict).toBe("wait");
    const onTime = { ...unwatched, waiting: { ...waiting, until: NOW - 60_000 } };
    expect((await look({ states: ["healthy"], record: onTime })).answer.verdict).toBe("fail");
  });

  test("is not blamed for a gate that could not be read", async () => {
    const gates: FleetDeclaration["gates"] = [{ kind: "alarm", alarms: ["none"] }];
    const { answer, after } = await look({ gates, record: { phaseStartedAt: NOW - 900_001 } });
    expect(answer).toMatchObject({ verdict: "fail", error: "GateUnread" });
    expect(answer.reason).toMatch(/none is not found in CloudWatch; .* nothing is said against the image$/u);
    expect((await after())?.failure).toMatchObject({ error: "GateUnread", imageAtFault: false });
  });

  test("is looked at soon only while its command runs", async () => {
    const gates: FleetDeclaration["gates"] = [{ kind: "target-health" }, command];
    const running = await look({ gates, ended: [1, 0], record: sent(NOW - 10_000) });
    expect(running.answer).toMatchObject({ verdict: "wait", waitSeconds: 5 });
    const ended = await look({
      gates,
      states: ["healthy"],
      record: { ...sent(NOW - 10_000), gates: [passed("command", NOW - 5000)] },
    });
    expect(ended.answer).toMatchObject({ verdict: "wait", waitSeconds: 10 });
  });
});
