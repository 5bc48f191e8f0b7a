import { describe, expect, test } from "vitest";
import { AccessDenied, Rejected, Throttled } from "../../src/domain/errors.ts";
import type { Hold } from "../../src/domain/rollout.ts";
import { quarantine } from "../../src/ledger/image-verdicts.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { openSqliteLedger } from "../../src/ledger/sqlite-ledger.ts";
import { returnTraffic } from "../../src/rollout/return-traffic.ts";
import { generation } from "../cli/records.ts";
import { A, B, BLUE, fakeWork, GREEN, groupOf, ONE } from "./fake-work.ts";

const GROUPS = new Map([
  [BLUE, groupOf(BLUE, ["i-b1", "i-b2"])],
  [GREEN, groupOf(GREEN, ["i-g1"])],
]);
const set = (setPercent: number, agreeingReads = 0) => ({
  traffic: { step: 1, setPercent, setAt: 5, observedPercent: null, agreeingReads },
});
const failure = { phase: "Bake" as const, error: "Failed", reason: "it is sick", blamesImage: false };

/** A listener with these weights; null: the target group is not named. */
const weights = (blue: number | null, green: number | null) => ({
  DescribeListeners: () => ({
    Listeners: [
      {
        DefaultActions: [
          {
            Type: "forward",
            ForwardConfig: {
              TargetGroups: [
                ...(blue === null ? [] : [{ TargetGroupArn: A, Weight: blue }]),
                ...(green === null ? [] : [{ TargetGroupArn: B, Weight: green }]),
              ],
            },
          },
        ],
      },
    ],
  }),
});
/** Health of targets by their id, the same in every target group. */
const health = (states: Readonly<Record<string, string>>) => ({
  DescribeTargetHealth: () => ({
    TargetHealthDescriptions: Object.entries(states).map(([Id, State]) => ({
      Target: { Id },
      TargetHealth: { State },
    })),
  }),
});
const attached = (blue: string | null, green: string | null) => ({
  DescribeTrafficSources: ({ AutoScalingGroupName: name }: Record<string, unknown>) => {
    const State = name === BLUE ? blue : green;
    return { TrafficSources: State === null ? [] : [{ Identifier: A, State }] };
  },
});
const WELL = { "i-b1": "healthy", "i-b2": "healthy", "i-g1": "healthy" };

describe("there is nothing to give back", () => {
  test("without traffic, without blue and without green", async () => {
    for (const wanted of [{ traffic: { strategy: "none" as const } }, { blue: null }, { green: undefined }]) {
      const { work, sent } = fakeWork({ ...wanted, record: set(50) });
      expect(await returnTraffic(GROUPS, work)).toBeNull();
      expect(sent).toEqual([]);
    }
  });

  test("when green has none and none was ever set", async () => {
    const { work, sent } = fakeWork({ answers: weights(100, 0) });
    expect(await returnTraffic(GROUPS, work)).toBeNull();
    expect(sent.map(({ name }) => name)).toEqual(["DescribeListeners"]);
  });
});

describe("blue has it already", () => {
  test("is believed after two reads, and no call is made", async () => {
    const { work, sent } = fakeWork({ answers: weights(100, 0), record: set(0) });
    expect(await returnTraffic(GROUPS, work)).toMatchObject({ verdict: "wait", waitSeconds: 5 });
    expect(work.rollout().traffic).toMatchObject({ agreeingReads: 1, observedPercent: 0, setAt: 5 });
    expect(await returnTraffic(GROUPS, work)).toBeNull();
    expect(sent.map(({ name }) => name)).toEqual(["DescribeListeners", "DescribeListeners"]);
  });

  test("is written down where more was set, at the time of the read", async () => {
    const { work, sent } = fakeWork({ answers: weights(100, 0), record: set(50, 7) });
    expect(await returnTraffic(GROUPS, work)).toMatchObject({ verdict: "wait", waitSeconds: 5 });
    expect(work.rollout().traffic).toMatchObject({ setPercent: 0, setAt: 1_000_000, agreeingReads: 1 });
    expect(sent.map(({ name }) => name)).toEqual(["DescribeListeners"]);
  });
});

describe("weights", () => {
  test("go back in one call, with the failure and both shares told", async () => {
    const { work, sent, because } = fakeWork({
      answers: { ...weights(50, 50), ...health(WELL) },
      record: { ...set(50), failure },
    });
    expect(await returnTraffic(GROUPS, work)).toMatchObject({ verdict: "wait", waitSeconds: 5 });
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
    expect(because).toEqual([[expect.stringContaining("it is sick"), { from: 50, to: 0 }]]);
    expect(work.rollout().traffic).toMatchObject({ setPercent: 0, setAt: 1_000_000 });
  });

  test("go back without a failure as well", async () => {
    const { work, because } = fakeWork({ answers: { ...weights(50, 50), ...health(WELL) }, record: set(50) });
    await returnTraffic(GROUPS, work);
    expect(because).toEqual([[expect.stringMatching(/the rollout failed$/), { from: 50, to: 0 }]]);
  });

  test("name blue again first where it is named no more, and not where it is", async () => {
    const gone = fakeWork({ answers: { ...weights(null, 100), ...health(WELL) }, record: set(100) });
    expect(await returnTraffic(GROUPS, gone.work)).toMatchObject({ verdict: "wait", waitSeconds: 5 });
    expect(gone.sent.map(({ name }) => name)).toEqual(["DescribeListeners", "ModifyListener"]);
    expect(JSON.stringify(gone.sent[1])).toContain('"Weight":0');
    expect(gone.because).toHaveLength(1);
    const named = fakeWork({ answers: { ...weights(0, 100), ...health(WELL) }, record: set(100) });
    expect(await returnTraffic(GROUPS, named.work)).toMatchObject({ verdict: "wait" });
    expect(named.work.rollout().traffic.setPercent).toBe(0);
  });

  test("stay where they are while blue has no server that answers and green has", async () => {
    const { work, sent } = fakeWork({
      answers: {
        ...weights(50, 50),
        ...health({ "i-b1": "unhealthy", "i-b2": "initial", "i-g1": "healthy", "i-x": "healthy" }),
      },
      record: { ...set(50), phaseStartedAt: 990_000 },
    });
    const answer = await returnTraffic(GROUPS, work);
    expect(answer?.reason).toMatch(/green has 1$/);
    expect(answer).toMatchObject({ verdict: "wait", waitSeconds: 5 });
    expect(sent.map(({ name }) => name)).not.toContain("ModifyListener");
  });

  test("go back to a blue that is no better than green, and to one whose servers are only partly checked", async () => {
    for (const states of [
      { "i-b1": "unhealthy", "i-g1": "unhealthy" },
      { "i-b1": "healthy", "i-b2": "initial", "i-g1": "healthy" },
    ]) {
      const { work } = fakeWork({ answers: { ...weights(50, 50), ...health(states) }, record: set(50) });
      expect(await returnTraffic(GROUPS, work)).toMatchObject({ verdict: "wait" });
      expect(work.rollout().traffic.setPercent).toBe(0);
    }
  });

  test("that cannot be read are looked at again, and nothing is changed", async () => {
    const { work, sent } = fakeWork({
      answers: { DescribeListeners: () => ({ Listeners: [{ DefaultActions: [{ Type: "redirect" }] }] }) },
      record: set(50),
    });
    expect(await returnTraffic(GROUPS, work)).toMatchObject({ verdict: "wait", waitSeconds: 5 });
    expect(sent.map(({ name }) => name)).toEqual(["DescribeListeners"]);
  });
});

describe("a blue that is smaller than green has become", () => {
  interface More {
    readonly refusal?: Error;
    readonly ledger?: Ledger;
    readonly holds?: readonly Hold[];
  }
  const back = async (blue: object, { refusal, ledger, holds = [] }: More = {}) => {
    const groups = new Map([
      [BLUE, groupOf(BLUE, ["i-b1"], blue)],
      [GREEN, groupOf(GREEN, ["i-g1"], { desired: 3 })],
    ]);
    const fake = fakeWork({
      answers: {
        ...weights(50, 50),
        ...health(WELL),
        UpdateAutoScalingGroup: () => {
          if (refusal) throw refusal;
          return {};
        },
      },
      record: { ...set(50), holds: [...holds] },
      ...(ledger && { ledger }),
    });
    const answer = await returnTraffic(groups, fake.work).catch((error: unknown) => error);
    const resized = fake.sent.filter(({ name }) => name === "UpdateAutoScalingGroup");
    return { ...fake, answer, resized: resized.map(({ input }) => input) };
  };

  test("is made as large, its maximum too if need be, and is not waited for", async () => {
    const roomy = await back({ desired: 2, minSize: 1, maxSize: 3 });
    expect(roomy.resized).toEqual([{ AutoScalingGroupName: BLUE, MinSize: 3 }]);
    expect(roomy.work.rollout().holds).toEqual([
      { group: BLUE, kind: "minimum", was: 1, heldAt: 3, processes: [] },
    ]);
    expect(roomy.because[0]).toEqual([expect.stringMatching(/^green has 3 /), { blue: 2 }]);
    expect(roomy.work.rollout().traffic.setPercent).toBe(0);
    const full = await back({ desired: 2, minSize: 1, maxSize: 2 });
    expect(full.resized).toEqual([{ AutoScalingGroupName: BLUE, MinSize: 3, MaxSize: 3 }]);
  });

  test("is asked again until it is read to be so, and held once, over what was held before", async () => {
    const held = (heldAt: number): Hold => ({ group: BLUE, kind: "minimum", was: 1, heldAt, processes: [] });
    const again = await back({ desired: 2, minSize: 2 }, { holds: [held(3)] });
    expect(again.notes).toEqual([]);
    expect(again.resized).toHaveLength(1);
    const higher = await back({ desired: 2, minSize: 2 }, { holds: [held(2)] });
    expect(higher.notes).toEqual([["hold", `hold minimum of ${BLUE}`, expect.anything()]]);
    expect(higher.work.rollout().holds).toEqual([held(3)]);
  });

  test("is left as it is when it is large enough, or on its way out", async () => {
    for (const blue of [{ desired: 3 }, { desired: 1, deleting: true }]) {
      const { resized, work } = await back(blue);
      expect([resized, work.rollout().holds]).toEqual([[], []]);
    }
  });

  test("is left as it is when its image is in quarantine", async () => {
    const ledger = openSqliteLedger(":memory:");
    const { image } = generation({});
    await quarantine(ledger, { imageId: image, fleet: null, rollout: null, reason: "doubts", at: 1 });
    const { resized, work } = await back({ desired: 2 }, { ledger });
    expect(resized).toEqual([]);
    expect(work.rollout().traffic.setPercent).toBe(0);
  });

  test("takes traffic back when AWS refuses to let it grow; another failure is one", async () => {
    for (const refusal of [new Rejected("no"), new AccessDenied("no")]) {
      const { answer, work } = await back({ desired: 2 }, { refusal });
      expect(answer).toMatchObject({ verdict: "wait" });
      expect(work.rollout().traffic.setPercent).toBe(0);
    }
    expect((await back({ desired: 2 }, { refusal: new Throttled("slow") })).answer).toBeInstanceOf(Throttled);
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
    const answer = await returnTraffic(GROUPS, fake.work);
    const calls = fake.sent.filter(({ name }) => /^(Attach|Detach)/.test(name));
    return {
      verdict: answer?.verdict,
      set: fake.work.rollout().traffic.setPercent,
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

  test("lets green go when all of blue's servers are judged and one answers", async () => {
    expect(await back("InService", "InService", WELL)).toEqual({
      verdict: "wait",
      set: 0,
      calls: [`DetachTrafficSources ${GREEN}`],
    });
    const checked = { ...WELL, "i-b2": "unhealthy" };
    expect((await back("InService", "InService", checked)).set).toBe(0);
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
