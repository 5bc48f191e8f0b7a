import { describe, expect, test } from "vitest";
import { failGreen } from "../../../src/rollout/gates/fail-green.ts";
import { failImage } from "../../../src/rollout/gates/fail-image.ts";
import { tooSmallReason } from "../../../src/rollout/gates/final-check.ts";
import { watchGreen } from "../../../src/rollout/gates/watch-green.ts";
import { generation } from "../../support/cli/records.ts";
import { B, fakeWork, GREEN, groupOf, ONE } from "../../support/rollout/fake-work.ts";

const set = (setPercent: number, observedPercent: number | null) => ({
  size: 4,
  traffic: { step: 1, setPercent, setAt: 5, observedPercent, agreeingReads: 0 },
});
const targets = (...states: string[]) => ({
  DescribeTargetHealth: () => ({
    TargetHealthDescriptions: states.map((State, index) => ({
      Target: { Id: `i-${index}` },
      TargetHealth: { State },
    })),
  }),
});

describe("the floor, which no declaration switches off", () => {
  test.each([
    ["enough are healthy", ["healthy", "healthy"], [10, null], "pass"],
    ["one too few is", ["healthy", "unhealthy"], [10, null], "wait"],
    ["none is, and green has traffic", ["unhealthy"], [10, null], "fail"],
    ["none is, and green is read with traffic", ["unhealthy"], [0, 10], "fail"],
    ["none is, and green is read without", ["unhealthy"], [10, 0], "wait"],
    ["none is, and green was given none", [], [0, null], "wait"],
  ] as const)("%s", async (_what, states, [setPercent, observed], verdict) => {
    const { work, sent } = fakeWork({
      declaration: { capacity: { floor: "50%" } },
      record: set(setPercent, observed),
      answers: targets(...states),
    });
    const judged = await watchGreen(work);
    expect(judged.verdict).toBe(verdict);
    expect(judged.reason).toMatch(verdict === "pass" ? /./ : /floor is 2$/);
    expect(sent[0]).toEqual({ name: "DescribeTargetHealth", input: { TargetGroupArn: B } });
    // One that is not good is compared with blue, whose group is gone here.
    expect(sent.slice(1).map(({ name }) => name)).toEqual(
      verdict === "pass" ? [] : ["DescribeAutoScalingGroups"],
    );
  });

  test("in one target group users are lost only when blue has left it", async () => {
    const judge = async (setPercent: number) => {
      const record = set(setPercent, 100);
      const { work } = fakeWork({ traffic: ONE, record, answers: targets() });
      return (await watchGreen(work, [])).verdict;
    };
    expect([await judge(50), await judge(100)]).toEqual(["wait", "fail"]);
  });

  test("in one target group a read from before green was checked in it does not condemn green", async () => {
    const after = async (ms: number) => {
      const record = { size: 4, traffic: { ...set(100, 100).traffic, setAt: 1_000_000 - ms } };
      const { work } = fakeWork({ traffic: ONE, record, answers: targets("initial") });
      return (await watchGreen(work, [])).verdict;
    };
    expect([await after(14_000), await after(15_000)]).toEqual(["wait", "fail"]);
  });

  test("beside blue in one target group a green that was healthy once may not fall ill", async () => {
    const judge = async (joined: number) => {
      const record = { ...set(50, 50), timers: { joined } };
      const { work } = fakeWork({ traffic: ONE, record, answers: targets("unhealthy") });
      return (await watchGreen(work, ["i-0"])).verdict;
    };
    expect([await judge(4), await judge(6)]).toEqual(["wait", "fail"]);
    const { work } = fakeWork({ traffic: ONE, record: set(50, 50), answers: targets("healthy") });
    await watchGreen(work, ["i-0"]);
    expect(work.run().timers).toEqual({ joined: 1_000_000 });
  });

  test("servers that pull are told by their group, and by what it did", async () => {
    const green = generation({ number: 7, group: GREEN, targetGroup: null });
    const judge = async (groups: object[], Activities: object[] = []) => {
      const { work, sent } = fakeWork({
        traffic: { strategy: "none" },
        green,
        record: { ...set(0, null), milestones: { watched: 900_000 } },
        answers: {
          DescribeAutoScalingGroups: () => ({ AutoScalingGroups: groups }),
          DescribeScalingActivities: () => ({ Activities }),
        },
      });
      const { verdict, ending } = await watchGreen(work);
      return { verdict, ending, calls: sent.length };
    };
    const Instances = Array.from({ length: 4 }, () => ({ LifecycleState: "InService" }));
    const whole = { AutoScalingGroupName: GREEN, Instances };
    expect(await judge([whole])).toEqual({ verdict: "pass", calls: 2 });
    const death = (at: number) => ({
      Description: "Terminating EC2 instance: i-1",
      Cause: "At …Z an instance was taken out of service in response to a user health-check.",
      StatusCode: "Successful",
      StartTime: new Date(at),
    });
    const bad = { verdict: "fail", ending: { imageAtFault: true }, calls: 3 };
    expect(await judge([whole], [death(950_000), death(940_000)])).toEqual(bad);
    // Those of before it was watched are not told apart from a launch.
    expect((await judge([whole], [death(950_000), death(889_999)])).verdict).toBe("pass");
    const gone = { verdict: "fail", ending: { imageAtFault: false }, calls: 1 };
    expect(await judge([])).toEqual(gone);
    expect(await judge([{ ...whole, Status: "Delete in progress" }])).toEqual(gone);
  });

  test("health is asked for once for the gate and the floor, and gates that are not watched are not asked", async () => {
    const gates = [{ kind: "target-health" as const }, { kind: "instance-status" as const }];
    const { work, sent } = fakeWork({
      declaration: { gates },
      record: set(100, 100),
      answers: targets("healthy", "healthy", "healthy", "healthy"),
    });
    expect((await watchGreen(work, ["i-0", "i-1", "i-2", "i-3"])).verdict).toBe("pass");
    expect(sent.map(({ name }) => name)).toEqual(["DescribeTargetHealth"]);
  });
});

describe("the end of a bad green", () => {
  test("blames the image, with what it is called, while green's group is there", async () => {
    const AutoScalingGroups = [{ AutoScalingGroupName: GREEN }];
    const { work, notes } = fakeWork({
      record: { phase: "Bake" },
      answers: { DescribeAutoScalingGroups: () => ({ AutoScalingGroups }) },
    });
    expect(await failGreen("it is sick", work)).toMatchObject({ verdict: "fail", reason: "it is sick" });
    expect(work.run().failure).toEqual({
      phase: "Bake",
      error: "GateFailed",
      reason: "it is sick",
      imageAtFault: true,
    });
    expect(notes).toEqual([["decision", "it is sick", { action: "roll-back", subject: "ami-0bbb" }]]);
  });

  test("blames whoever took its target group out of every rule, and nobody else", async () => {
    const judged = async (...reasons: readonly string[]) => {
      const { work } = fakeWork({
        answers: {
          DescribeAutoScalingGroups: () => ({ AutoScalingGroups: [{ AutoScalingGroupName: GREEN }] }),
          DescribeTargetHealth: () => ({
            TargetHealthDescriptions: reasons.map((Reason) => ({
              TargetHealth: { State: "unused", Reason },
            })),
          }),
        },
      });
      const { reason } = await failGreen("it is sick", work);
      return { reason, blames: work.run().failure?.imageAtFault ?? false };
    };
    const out = "Target.NotInUse";
    expect(await judged(out, out)).toEqual({ reason: expect.stringContaining(B), blames: false });
    expect(await judged(out, "Target.Timeout")).toEqual({ reason: "it is sick", blames: true });
    expect(await judged()).toEqual({ reason: "it is sick", blames: true });
  });

  test("blames whoever made the group smaller, while all that are left are well", async () => {
    const judged = async (desired: number, ...states: readonly string[]) => {
      const { work } = fakeWork({
        record: { size: 2, phase: "Bake" },
        answers: {
          ...targets(...states),
          DescribeAutoScalingGroups: () => ({
            AutoScalingGroups: [
              {
                AutoScalingGroupName: GREEN,
                DesiredCapacity: desired,
                Instances: states.map((_, index) => ({ InstanceId: `i-${index}` })),
              },
            ],
          }),
        },
      });
      const ending = { imageAtFault: true, ofHealth: true } as const;
      const { reason } = await failGreen("too few", work, ending);
      return { reason, blames: work.run().failure?.imageAtFault ?? false };
    };
    expect(await judged(1, "healthy")).toEqual({
      reason: `too few; group ${GREEN} is to have 1 of 2: somebody made it smaller`,
      blames: false,
    });
    expect(await judged(1, "unhealthy")).toEqual({ reason: "too few", blames: true });
    expect(await judged(2, "healthy")).toEqual({ reason: "too few", blames: true });
  });

  test("blames whoever deleted the group", async () => {
    const { work, notes } = fakeWork();
    const answer = await failGreen("it is sick", work);
    expect(answer.reason).toContain(GREEN);
    expect([answer.verdict, work.run().failure, notes]).toEqual(["fail", null, []]);
  });

  test("an image is blamed in the phase that is", async () => {
    const { work } = fakeWork({ record: { phase: "ShiftTraffic" } });
    await failImage("bad", work);
    expect(work.run().failure?.phase).toBe("ShiftTraffic");
  });
});

test("green is too small below the floor of its size, by the servers that are in service", () => {
  const { work } = fakeWork({ declaration: { capacity: { floor: "75%" } }, record: { size: 4 } });
  const group = groupOf(GREEN, ["i-1", "i-2", "i-3"]);
  expect(tooSmallReason(group, work)).toBeNull();
  expect(tooSmallReason(groupOf(GREEN, ["i-1", "i-2"]), work)).toMatch(/^2 .* 3$/);
  const [first, ...others] = group.instances;
  const pending = {
    ...group,
    instances: [{ ...first, lifecycleState: "Pending" }, ...others],
  } as typeof group;
  expect(tooSmallReason(pending, work)).toMatch(/^2 /);
  expect(tooSmallReason(undefined, work)).toMatch(/web-g0007 is gone/);
});
