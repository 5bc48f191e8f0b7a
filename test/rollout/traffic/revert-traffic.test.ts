import { describe, expect, test } from "vitest";
import { revertTraffic } from "../../../src/rollout/traffic/revert-traffic.ts";
import { forwardsTo } from "../../support/rollout/fake-listener.ts";
import { answered, attached, GROUPS, health, set, WELL, weights } from "../../support/rollout/fake-revert.ts";
import { A, B, BLUE, fakeWork, GREEN, groupOf, ONE } from "../../support/rollout/fake-work.ts";

const failure = { phase: "Bake" as const, error: "GateFailed", reason: "it is sick", imageAtFault: true };

describe("there is nothing to give back", () => {
  test("without traffic, without blue and without green", async () => {
    for (const wanted of [{ traffic: { strategy: "none" as const } }, { blue: null }, { green: undefined }]) {
      const { work, sent } = fakeWork({ ...wanted, record: set(50) });
      expect(await revertTraffic(GROUPS, work)).toBeNull();
      expect(sent).toEqual([]);
    }
  });

  test("when green has none and none was ever set", async () => {
    const { work, sent } = fakeWork({ answers: weights(100, 0) });
    expect(await revertTraffic(GROUPS, work)).toBeNull();
    expect(sent.map(({ name }) => name)).toEqual(["DescribeListeners"]);
  });
});

describe("blue has it already", () => {
  test("is believed after two reads, and no call is made", async () => {
    const { work, sent } = fakeWork({ answers: weights(100, 0), record: set(0) });
    expect(await revertTraffic(GROUPS, work)).toMatchObject({ verdict: "wait", waitSeconds: 5 });
    expect(work.run().traffic).toMatchObject({ agreeingReads: 1, observedPercent: 0, setAt: 5 });
    expect(await revertTraffic(GROUPS, work)).toBeNull();
    expect(sent.map(({ name }) => name)).toEqual(["DescribeListeners", "DescribeListeners"]);
  });

  test("is written down where more was set, at the time of the read", async () => {
    const { work, sent } = fakeWork({ answers: weights(100, 0), record: set(50, 7) });
    expect(await revertTraffic(GROUPS, work)).toMatchObject({ verdict: "wait", waitSeconds: 15 });
    expect(work.run().traffic).toMatchObject({ setPercent: 0, setAt: 1_000_000, agreeingReads: 1 });
    expect(sent.map(({ name }) => name)).toEqual(["DescribeListeners"]);
  });
});

describe("weights", () => {
  test("go back in one call, with the failure and both shares told", async () => {
    const { work, sent, reasons } = fakeWork({
      answers: { ...weights(50, 50), ...health(WELL) },
      record: { ...set(50), failure },
    });
    expect(await revertTraffic(GROUPS, work)).toMatchObject({ verdict: "wait", waitSeconds: 5 });
    expect(sent.at(-1)).toMatchObject({
      name: "ModifyListener",
      input: {
        DefaultActions: [
          {
            ForwardConfig: {
              TargetGroups: [
                { TargetGroupArn: A, Weight: 100 },
                { TargetGroupArn: B, Weight: 0 },
              ],
            },
          },
        ],
      },
    });
    const why = "blue has 2 healthy servers: it takes the traffic back";
    expect(reasons).toEqual([[expect.stringContaining("it is sick"), { from: 50, to: 0, why }]]);
    expect(work.run().traffic).toMatchObject({ setPercent: 0, setAt: 1_000_000 });
  });

  test("go back to a blue that is made as large as green has become, and do not wait for that", async () => {
    const groups = new Map(GROUPS).set(GREEN, groupOf(GREEN, ["i-g1"], { desired: 3 }));
    const { work, sent } = fakeWork({ answers: { ...weights(50, 50), ...health(WELL) }, record: set(50) });
    await revertTraffic(groups, work);
    const changes = sent.filter(({ name }) => !name.startsWith("Describe"));
    expect(changes).toMatchObject([
      { name: "UpdateAutoScalingGroup", input: { AutoScalingGroupName: BLUE, MinSize: 3 } },
      { name: "ModifyListener" },
    ]);
  });

  test("go back without a failure as well", async () => {
    const { work, reasons } = fakeWork({ answers: { ...weights(50, 50), ...health(WELL) }, record: set(50) });
    await revertTraffic(GROUPS, work);
    expect(reasons).toEqual([
      [expect.stringMatching(/the rollout failed$/), { from: 50, to: 0, why: expect.any(String) }],
    ]);
  });

  test("name blue again first where it is named no more, and not where it is", async () => {
    const gone = fakeWork({ answers: { ...weights(null, 100), ...health(WELL) }, record: set(100) });
    expect(await revertTraffic(GROUPS, gone.work)).toMatchObject({ verdict: "wait", waitSeconds: 5 });
    expect(gone.sent.map(({ name }) => name)).toEqual(["DescribeListeners", "ModifyListener"]);
    expect(JSON.stringify(gone.sent[1])).toContain('"Weight":0');
    expect(gone.reasons).toHaveLength(1);
    const named = fakeWork({ answers: { ...weights(0, 100), ...health(WELL) }, record: set(100) });
    expect(await revertTraffic(GROUPS, named.work)).toMatchObject({ verdict: "wait" });
    expect(named.work.run().traffic.setPercent).toBe(0);
  });

  const aborted = { phase: "Bake" as const, error: "Aborted", reason: "by ada", imageAtFault: false };
  const states = { "i-b1": "unhealthy", "i-b2": "initial", "i-g1": "healthy", "i-x": "healthy" };

  test("go to an eligible green on the second read that blue answers nowhere", async () => {
    const { work, sent, clock, reasons } = fakeWork({
      answers: { ...weights(50, 50), ...health(states) },
      record: { ...set(50), phaseStartedAt: 990_000, failure: aborted },
    });
    const first = answered(await revertTraffic(GROUPS, work));
    expect(first).toMatchObject({ verdict: "wait", waitSeconds: 15 });
    expect(sent.map(({ name }) => name)).not.toContain("ModifyListener");
    clock.now += 15_000;
    expect(await revertTraffic(GROUPS, work)).toMatchObject({ verdict: "wait", waitSeconds: 5 });
    expect(work.run()).toMatchObject({ traffic: { setPercent: 100 }, reversals: [1_015_000] });
    expect(JSON.stringify(reasons)).toContain("green takes all of it (by ada)");
  });

  test("stay where they are while green is ill and blue answers nowhere", async () => {
    const { work, clock } = fakeWork({
      answers: { ...weights(50, 50), ...health(states) },
      record: { ...set(50), phaseStartedAt: 990_000, failure },
    });
    for (const _ of [1, 2]) {
      const answer = answered(await revertTraffic(GROUPS, work));
      expect(answer?.reason).toMatch(/traffic stays where it is$/);
      expect(work.run().traffic.setPercent).toBe(50);
      clock.now += 20_000;
    }
  });

  test("go to the part of blue that answers as far as it carries them, and no ill green is given more", async () => {
    const healthy = { "i-b1": "healthy", "i-b2": "initial", "i-g1": "healthy" };
    const shareAfter = async (percent: number) => {
      const answers = { ...weights(100 - percent, percent), ...health(healthy) };
      const { work } = fakeWork({ answers, record: { ...set(percent), failure } });
      await revertTraffic(GROUPS, work);
      return work.run().traffic.setPercent;
    };
    expect(await shareAfter(100)).toBe(50);
    expect(await shareAfter(10)).toBe(10);
  });

  test("wait for the floor where nothing is against green", async () => {
    const healthy = { "i-b1": "healthy", "i-b2": "initial", "i-g1": "healthy" };
    const answers = { ...weights(0, 100), ...health(healthy) };
    const { work } = fakeWork({ answers, record: { ...set(100), failure: aborted } });
    const answer = answered(await revertTraffic(GROUPS, work));
    expect(answer?.reason).toBe("blue has 1 healthy server, the floor is 2: green serves until it has them");
    expect(work.run().traffic.setPercent).toBe(100);
  });

  test("stay where they are where no server of either side answers", async () => {
    const answers = { ...weights(50, 50), ...health({ "i-b1": "unhealthy", "i-g1": "unhealthy" }) };
    const { work, clock } = fakeWork({ answers, record: set(50) });
    for (const _ of [1, 2, 3]) {
      expect(await revertTraffic(GROUPS, work)).toMatchObject({ verdict: "wait" });
      expect(work.run().traffic.setPercent).toBe(50);
      clock.now += 20_000;
    }
  });

  test("are a person's where blue's group is gone, once an eligible green has all of them", async () => {
    const groups = new Map([...GROUPS].filter(([name]) => name === GREEN));
    let green = 50;
    const { work, clock } = fakeWork({
      answers: {
        DescribeListeners: () => weights(100 - green, green).DescribeListeners(),
        ...health({ "i-g1": "healthy" }),
        ModifyListener: () => void (green = 100),
      },
      record: { ...set(50), failure: aborted },
    });
    const answers = [];
    for (const _ of [1, 2, 3]) {
      answers.push(await revertTraffic(groups, work));
      clock.now += 15_000;
    }
    expect(answers[1]).toMatchObject({ verdict: "wait", waitSeconds: 5 });
    expect(answers[2]).toEqual({ needsPerson: "blue's group is gone: there is nothing to go back to" });
    expect(work.run().traffic.setPercent).toBe(100);
  });

  test("end the sessions of a green that somebody left in a sticky rule at weight 0", async () => {
    const named = [
      { TargetGroupArn: A, Weight: 100 },
      { TargetGroupArn: B, Weight: 0 },
    ];
    const answers = forwardsTo(named, { Enabled: true, DurationSeconds: 600 });
    const { work, sent } = fakeWork({ answers, record: { ...set(0), failure } });
    expect(await revertTraffic(GROUPS, work)).toMatchObject({ verdict: "wait", waitSeconds: 5 });
    expect(JSON.stringify(sent.at(-1))).not.toContain(B);
  });

  test("that cannot be read are looked at again, and nothing is changed", async () => {
    const { work, sent } = fakeWork({
      answers: { DescribeListeners: () => ({ Listeners: [{ DefaultActions: [{ Type: "redirect" }] }] }) },
      record: set(50),
    });
    expect(await revertTraffic(GROUPS, work)).toMatchObject({ verdict: "wait", waitSeconds: 60 });
    expect(sent.map(({ name }) => name)).toEqual(["DescribeListeners"]);
  });
});

describe("one target group", () => {
  const back = async (
    blue: string | null,
    green: string | null,
    states: Readonly<Record<string, string>>,
  ) => {
    const fake = fakeWork({
      traffic: ONE,
      answers: { ...attached(blue, green), ...health(states) },
      record: set(100),
    });
    const answer = answered(await revertTraffic(GROUPS, fake.work));
    const calls = fake.sent.filter(({ name }) => /^(Attach|Detach)/.test(name));
    return {
      verdict: answer?.verdict,
      set: fake.work.run().traffic.setPercent,
      calls: calls.map(({ name, input }) => `${name} ${String(input["AutoScalingGroupName"])}`),
    };
  };

  test("takes blue in again first, whatever its servers say", async () => {
    expect(await back(null, "InService", { "i-g1": "healthy" })).toEqual({
      verdict: "wait",
      set: 50,
      calls: [`AttachTrafficSources ${BLUE}`],
    });
  });

  test("lets green go when blue has the floor, and all of its servers are judged", async () => {
    expect(await back("InService", "InService", WELL)).toEqual({
      verdict: "wait",
      set: 0,
      calls: [`DetachTrafficSources ${GREEN}`],
    });
    const checked = { ...WELL, "i-b2": "unhealthy" };
    expect((await back("InService", "InService", checked)).set).toBe(100);
    const unchecked = { ...WELL, "i-b2": "initial" };
    expect(await back("InService", "InService", unchecked)).toEqual({ verdict: "wait", set: 100, calls: [] });
  });

  test("takes blue in where nobody is in it", async () => {
    expect(await back(null, null, {})).toEqual({
      verdict: "wait",
      set: 0,
      calls: [`AttachTrafficSources ${BLUE}`],
    });
  });
});
