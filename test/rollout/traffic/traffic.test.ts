import { openSqliteLedger } from "../../../src/ledger/stores/sqlite-ledger.ts";
import { describe, expect, test } from "vitest";
import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";
import { NotFound } from "../../../src/errors/errors.ts";
import { endInconclusive, secondsInconclusive } from "../../../src/rollout/gates/inconclusive.ts";
import { addGreenToRule } from "../../../src/rollout/green/add-to-rule.ts";
import { countRead, observeTraffic, readTraffic, setTraffic } from "../../../src/rollout/traffic/traffic.ts";
import { A, B, BLUE, fakeWork, GREEN, LISTENER, ONE } from "../../support/rollout/fake-work.ts";

const NOW = 1_000_000;
const forward = (blue: number, green: number) => [
  {
    Type: "forward",
    ForwardConfig: {
      TargetGroups: [
        { TargetGroupArn: A, Weight: blue },
        { TargetGroupArn: B, Weight: green },
      ],
    },
  },
];
const seen = (blue: number, green: number) => ({
  kind: "actions" as const,
  rules: [{ arn: LISTENER, actions: forward(blue, green) }],
});
const set = (setPercent: number, setAt: number | null, agreeingReads = 0) => ({
  traffic: { step: 1, setPercent, setAt, observedPercent: setPercent, agreeingReads },
});

describe("reading", () => {
  test("asks the listener for weights", async () => {
    const { work, sent } = fakeWork({
      answers: { DescribeListeners: () => ({ Listeners: [{ DefaultActions: forward(90, 10) }] }) },
    });
    expect(await readTraffic(work)).toEqual({ traffic: seen(90, 10), reading: { percent: 10 } });
    expect(sent).toEqual([{ name: "DescribeListeners", input: { ListenerArns: [LISTENER] } }]);
  });

  test("asks both groups for attachments; one that is gone is attached to nothing", async () => {
    const answers = {
      DescribeTrafficSources: ({ AutoScalingGroupName: name }: Record<string, unknown>) => {
        if (name === GREEN) throw new NotFound("gone");
        return {
          TrafficSources: [
            { Identifier: B, State: "InService" },
            { Identifier: A, State: "Added" },
          ],
        };
      },
    };
    const { work, sent } = fakeWork({ traffic: ONE, answers });
    expect(await observeTraffic(work)).toEqual({ kind: "attachments", blue: "Added", green: null });
    expect(sent.map(({ input }) => input["AutoScalingGroupName"])).toEqual([BLUE, GREEN]);
    const first = fakeWork({ traffic: ONE, answers, blue: null });
    expect(await observeTraffic(first.work)).toEqual({ kind: "attachments", blue: null, green: null });
    expect(first.sent).toHaveLength(1);
  });

  test("asks nobody where servers pull", async () => {
    const { work, sent } = fakeWork({ traffic: { strategy: "none" } });
    expect([await observeTraffic(work), sent]).toEqual([{ kind: "nothing" }, []]);
  });
});

describe("setting", () => {
  test("is written down, then made, and counted", async () => {
    const { work, sent } = fakeWork({ record: set(0, 5, 3) });
    expect(await setTraffic(10, seen(100, 0), work)).toBe(1);
    expect(work.run().traffic).toEqual({
      step: 1,
      setPercent: 10,
      setAt: NOW,
      observedPercent: null,
      agreeingReads: 0,
    });
    expect(sent).toMatchObject([
      { name: "ModifyListener", input: { ListenerArn: LISTENER, DefaultActions: forward(90, 10) } },
    ]);
  });

  test("what is so already and was set is left as it was written", async () => {
    const { work, sent } = fakeWork({ record: set(10, 5, 3) });
    expect(await setTraffic(10, seen(90, 10), work)).toBe(0);
    expect(work.run().traffic).toEqual(set(10, 5, 3).traffic);
    expect(sent).toEqual([]);
  });

  test.each([
    ["was set to something else", set(50, 5)],
    ["was never set", set(10, null)],
  ])("what is so already but %s is written down anew", async (_what, record) => {
    const { work, sent } = fakeWork({ record });
    expect(await setTraffic(10, seen(90, 10), work)).toBe(0);
    expect(work.run().traffic).toMatchObject({ setPercent: 10, setAt: NOW, agreeingReads: 0 });
    expect(sent).toEqual([]);
  });

  test("attaches and detaches groups", async () => {
    const attachments = (blue: string | null, green: string | null) => ({
      kind: "attachments" as const,
      blue,
      green,
    });
    const { work, sent } = fakeWork({ traffic: ONE, record: { size: 2 } });
    await setTraffic(50, attachments("InService", null), work);
    await setTraffic(100, attachments("InService", "InService"), work);
    expect(await setTraffic(100, attachments("InService", "Added"), work)).toBe(0);
    expect(sent.map(({ name, input }) => [name, input["AutoScalingGroupName"]])).toEqual([
      ["AttachTrafficSources", GREEN],
      ["DetachTrafficSources", BLUE],
    ]);
    const empty = fakeWork({ traffic: ONE, record: { size: 0 } });
    expect(await setTraffic(100, attachments("InService", "Added"), empty.work)).toBe(1);
  });
});

describe("counting reads", () => {
  test("those that agree with what was set, from the last that did not", async () => {
    const { work } = fakeWork({ record: set(10, 5, 1) });
    expect(await countRead({ percent: 10 }, work)).toBe(2);
    expect(work.run().traffic).toMatchObject({ observedPercent: 10, agreeingReads: 2, setAt: 5 });
    expect(await countRead({ percent: 11 }, work)).toBe(0);
    expect(await countRead({ percent: 10 }, work)).toBe(1);
    expect(await countRead({ unreadable: "no" }, work)).toBe(0);
    expect(work.run().traffic.observedPercent).toBeNull();
  });
});

describe("naming green", () => {
  test("takes a call where it is not named, and none where it is or has traffic", async () => {
    const actions = [{ Type: "forward", TargetGroupArn: A }];
    const bare = { kind: "actions" as const, rules: [{ arn: LISTENER, actions }] };
    const { work, sent, reasons } = fakeWork();
    expect(await addGreenToRule(bare, work)).toBe(true);
    expect(sent).toMatchObject([{ name: "ModifyListener", input: { DefaultActions: forward(100, 0) } }]);
    expect(reasons).toHaveLength(1);
    expect(await addGreenToRule(seen(100, 0), work)).toBe(false);
    expect(await addGreenToRule(seen(50, 50), work)).toBe(false);
    expect(sent).toHaveLength(1);
    expect(await addGreenToRule({ kind: "nothing" }, fakeWork({ traffic: { strategy: "none" } }).work)).toBe(
      false,
    );
  });
});

describe("doubt", () => {
  test("counts from its first look, and each doubt for itself", async () => {
    const { work, clock } = fakeWork();
    expect(await secondsInconclusive(work)).toBe(0);
    clock.now += 7000;
    expect(await secondsInconclusive(work, "traffic-moved")).toBe(0);
    clock.now += 3000;
    expect([await secondsInconclusive(work), await secondsInconclusive(work, "traffic-moved")]).toEqual([
      10, 3,
    ]);
    await endInconclusive(work, "traffic-moved");
    expect(Object.keys(work.run().timers)).toEqual(["inconclusive"]);
    clock.now += 1000;
    expect([await secondsInconclusive(work), await secondsInconclusive(work, "traffic-moved")]).toEqual([
      11, 0,
    ]);
    await endInconclusive(work);
    expect(Object.keys(work.run().timers)).toEqual(["traffic-moved"]);
  });
});

test("the last step counts from when it is first read, where its call was held up for more than five seconds", async () => {
  const first = async (
    ago: number,
    change: Partial<RolloutRecord["traffic"]> = {},
    phase = "ShiftTraffic",
  ) => {
    const traffic = {
      step: 2,
      setPercent: 100,
      setAt: 1_000_000 - ago,
      observedPercent: null,
      agreeingReads: 0,
      ...change,
    };
    const record = { phase: phase as RolloutRecord["phase"], traffic };
    const { work } = fakeWork({ record, ledger: openSqliteLedger(":memory:") });
    await countRead({ percent: traffic.setPercent }, work);
    return work.run().traffic.setAt;
  };
  expect([await first(5000), await first(5001)]).toEqual([995_000, 1_000_000]);
  expect(await first(5001, { agreeingReads: 1 })).toBe(994_999);
  expect(await first(5001, { setPercent: 50 })).toBe(994_999);
  expect(await first(5001, { setAt: null })).toBeNull();
  expect(await first(5001, {}, "RetireBlue")).toBe(994_999);
});
