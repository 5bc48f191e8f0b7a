import { describe, expect, test } from "vitest";
import { NOTHING_SET, STEP_1, shift } from "../../support/rollout/fake-shift.ts";
import { NOW } from "../../support/rollout/fake-step.ts";
import { A, ALB, B, BLUE, GREEN } from "../../support/rollout/fake-work.ts";

const names = ({ changes }: Awaited<ReturnType<typeof shift>>) => changes.map(({ name }) => name);
const evidence = ({ entries }: Awaited<ReturnType<typeof shift>>) =>
  entries.filter(({ kind }) => kind === "evidence").map(({ reason, evidence: found }) => [reason, found]);
/** Green's share of the last change of the rule. */
const weightsSet = ({ changes }: Awaited<ReturnType<typeof shift>>) => {
  const input = changes.at(-1)?.input as {
    DefaultActions?: { ForwardConfig?: { TargetGroups?: { TargetGroupArn: string; Weight: number }[] } }[];
  };
  const groups = input?.DefaultActions?.[0]?.ForwardConfig?.TargetGroups ?? [];
  return Object.fromEntries(groups.map(({ TargetGroupArn, Weight }) => [TargetGroupArn, Weight]));
};

const LONG = { ...ALB, pause: "1h" } as typeof ALB;

describe("the next step", () => {
  test("is set at once at first, written down, and told with the gates", async () => {
    const look = await shift();
    expect(look.answer).toEqual({
      verdict: "wait",
      waitSeconds: 30,
      reason: "10% of the traffic set to green",
      isDeclared: true,
    });
    expect(weightsSet(look)).toEqual({ [A]: 90, [B]: 10 });
    expect(look.record?.traffic).toEqual({ ...NOTHING_SET, step: 1, setPercent: 10, setAt: NOW });
    expect(look.reasons).toEqual([
      ["step 1 of 2: 10% of the traffic to green", { gates: expect.any(Array) }],
    ]);
  });

  test("waits until the one before has lasted, to the second", async () => {
    const after = (ms: number) => shift({ weights: [90, 10], traffic: { ...STEP_1, setAt: NOW - ms } });
    expect((await after(29_001)).answer).toEqual({
      verdict: "wait",
      waitSeconds: 1,
      reason: "10% of the traffic is on green; the step lasts 1s more",
      isDeclared: true,
    });
    const due = await after(30_000);
    expect(weightsSet(due)).toEqual({ [A]: 0, [B]: 100 });
    expect(due.answer).toMatchObject({ verdict: "wait", waitSeconds: 10 });
    expect(due.record?.traffic).toMatchObject({ step: 2, setPercent: 100, setAt: NOW });
  });

  test("is watched for while the one before lasts, however long that is", async () => {
    const during = { weights: [90, 10] as const, traffic: STEP_1, declaration: { traffic: LONG } };
    expect((await shift(during)).answer).toMatchObject({ waitSeconds: 75, isDeclared: true });
    const sick = await shift({ ...during, health: ["unhealthy", "unhealthy"] });
    expect(sick.answer).toMatchObject({
      verdict: "fail",
      reason:
        "while 10% of the traffic was on green: floor: 0 of green's servers are healthy, the fleet's floor is 2",
    });
    const doubt = await shift({ ...during, health: ["healthy", "unhealthy"] });
    expect(doubt.answer).toMatchObject({ verdict: "wait", waitSeconds: 10 });
  });

  test("takes nothing back that somebody gave green", async () => {
    const look = await shift({ weights: [40, 60] });
    expect(look.record?.traffic).toMatchObject({ step: 1, setPercent: 60 });
    expect(names(look)).toEqual([]);
    expect(look.reasons[0]?.[0]).toBe("step 1 of 2: 60% of the traffic to green");
  });

  test("ends the doubt about green", async () => {
    expect((await shift({ timers: { inconclusive: 1 } })).record?.timers).toEqual({});
  });

  test("keeps since when green has traffic, at its first step alone", async () => {
    expect((await shift({})).record?.milestones).toEqual({ "first-traffic": NOW });
    const milestones = { "first-traffic": 7 };
    expect((await shift({ milestones })).record?.milestones).toEqual(milestones);
  });
});

/** Looks at which a step is due, and those at which it is found undone: all have to be ready in the same way. */
describe.each([
  { when: "a step is due", weights: [90, 10] as const, green: 10 },
  { when: "a step was undone", weights: [100, 0] as const, green: 0 },
])("before anything is set, where $when", ({ weights, green }) => {
  const traffic = { ...STEP_1, agreeingReads: 0 };

  test("green is named again, and is checked first", async () => {
    const look = await shift({ weights: [100, null], traffic: green === 0 ? traffic : NOTHING_SET });
    expect(look.answer).toMatchObject({ verdict: "wait", waitSeconds: 10 });
    expect(look.answer.reason).toMatch(/^green is named in the rule again/u);
    expect(weightsSet(look)).toEqual({ [A]: 100, [B]: 0 });
  });

  test("a group that is gone ends it", async () => {
    const blue = await shift({ weights, traffic, servers: [null, 2] });
    expect(blue.answer).toMatchObject({ verdict: "fail", reason: `blue's group ${BLUE} is gone` });
    const look = await shift({ weights, traffic, servers: [2, null] });
    expect(look.answer).toMatchObject({ verdict: "fail", reason: `green's group ${GREEN} is gone` });
    expect(names(look)).toEqual([]);
  });

  test("green grows with blue", async () => {
    const look = await shift({ weights, traffic, servers: [3, 2] });
    expect(look.answer).toEqual({
      verdict: "wait",
      waitSeconds: 10,
      reason: "green has 2 of 3 servers in service",
    });
    expect(names(look)).toEqual(["UpdateAutoScalingGroup"]);
  });

  test("a green that is bad is blamed while users are on it", async () => {
    const look = await shift({ weights, traffic, health: ["unhealthy"] });
    const reason = `${green > 0 ? "while 10% of the traffic was on green: " : ""}floor: 0 of green's servers are healthy, the fleet's floor is 2`;
    expect(look.answer).toMatchObject({ verdict: green > 0 ? "fail" : "wait", reason });
    expect(look.record?.failure?.imageAtFault).toBe(green > 0 ? true : undefined);
    expect(names(look)).toEqual([]);
  });

  test("one that is neither good nor bad keeps what it has, until the validation deadline", async () => {
    const doubtful = { weights, traffic, health: ["healthy", "initial"] };
    const look = await shift(doubtful);
    expect(look.answer).toMatchObject({ verdict: "wait", waitSeconds: 10 });
    expect(look.record?.timers).toEqual({ inconclusive: NOW });
    const open = await shift({ ...doubtful, timers: { inconclusive: NOW - 900_000 } });
    expect(open.answer.verdict).toBe("wait");
    const late = await shift({ ...doubtful, timers: { inconclusive: NOW - 900_001 } });
    expect(late.answer).toMatchObject({
      verdict: "fail",
      reason: expect.stringMatching(/; not good again within 15m$/u),
    });
    expect([names(look), names(late)]).toEqual([[], []]);
  });
});

describe("the last step", () => {
  const set = (agreeingReads: number, setAt = NOW - 1000) => ({
    step: 2,
    setPercent: 100,
    setAt,
    observedPercent: 100,
    agreeingReads,
  });

  test("is done when two reads agree, and that is written down", async () => {
    const once = await shift({ weights: [0, 100], traffic: set(0) });
    expect(once.answer).toEqual({
      verdict: "wait",
      waitSeconds: 10,
      reason: "read back as moved 1 of 2 times",
    });
    const twice = await shift({ weights: [0, 100], traffic: set(1) });
    expect(twice.answer).toMatchObject({ verdict: "pass", reason: "all traffic is on green" });
    expect(evidence(twice)).toEqual([["all traffic is on green: 2 reads agree", { traffic: { ...set(2) } }]]);
  });

  test("is set again, not passed, where it is read as undone", async () => {
    const look = await shift({ weights: [50, 50], traffic: set(2) });
    expect(look.answer).toEqual({
      verdict: "wait",
      waitSeconds: 10,
      reason: "100% of the traffic set to green again",
    });
    expect(weightsSet(look)).toEqual({ [A]: 0, [B]: 100 });
    expect(look.reasons).toEqual([
      ["traffic was found elsewhere: set 100% again", { found: { percent: 50 } }],
    ]);
    expect(evidence(look)).toEqual([
      [
        "green was set to 100% but 50% is read: the step starts over",
        { observed: expect.objectContaining({ reading: { percent: 50 } }) },
      ],
    ]);
  });
});

describe("more than was set", () => {
  test("stays, and the step lasts anew", async () => {
    const look = await shift({ weights: [40, 60], traffic: STEP_1 });
    const reason = "green was set to 10% and somebody gave it 60%: it keeps that";
    expect(look.answer).toEqual({ verdict: "wait", waitSeconds: 10, reason });
    expect(names(look)).toEqual([]);
    expect(look.record?.traffic).toMatchObject({ step: 1, setPercent: 60, setAt: NOW, observedPercent: 60 });
    expect(evidence(look)).toEqual([[reason, { traffic: expect.objectContaining({ setPercent: 10 }) }]]);
  });
});

test("what cannot be read is looked at again, and nothing is set", async () => {
  const look = await shift({ weights: [0, 0], traffic: STEP_1 });
  expect(look.answer).toMatchObject({ verdict: "wait", waitSeconds: 10 });
  expect(look.answer.reason).toMatch(/has any weight/u);
  expect(look.record?.traffic).toEqual(STEP_1);
  expect(names(look)).toEqual([]);
});

describe("one target group", () => {
  const declaration = { traffic: { strategy: "target-group" as const, targetGroup: A } };

  test("in which blue is still read is neither set again nor judged until the read has to show what was set", async () => {
    const look = (ms: number) =>
      shift({
        declaration,
        attached: [true, true],
        health: ["initial"],
        traffic: { step: 2, setPercent: 100, setAt: NOW - ms, observedPercent: null, agreeingReads: 0 },
      });
    const soon = await look(1000);
    expect(soon.answer).toMatchObject({ verdict: "wait", waitSeconds: 14 });
    expect([names(soon), evidence(soon)]).toEqual([[], []]);
    expect((await look(15_000)).answer.verdict).toBe("fail");
  });

  test("that green was taken from is given to it as at the beginning", async () => {
    const traffic = { step: 1, setPercent: 50, setAt: NOW - 40_000, observedPercent: 50, agreeingReads: 1 };
    const look = await shift({ declaration, traffic });
    expect(names(look)).toEqual(["AttachTrafficSources"]);
    expect(look.reasons[0]?.[0]).toBe("step 1 of 2: 50% of the traffic to green");
    expect(look.record?.traffic).toMatchObject({ step: 1, setPercent: 50, setAt: NOW });
  });
});

describe("a fleet without traffic", () => {
  const declaration = { traffic: { strategy: "none" as const } };

  test("is passed once green is as large as blue", async () => {
    expect((await shift({ declaration })).answer).toMatchObject({
      verdict: "pass",
      reason: "the fleet has no traffic to move",
    });
    expect((await shift({ declaration, servers: [3, 2] })).answer).toMatchObject({
      verdict: "wait",
      waitSeconds: 10,
    });
    expect((await shift({ declaration, servers: [2, null] })).answer.verdict).toBe("fail");
  });
});
