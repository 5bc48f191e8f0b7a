import type { AutoScalingGroup, LifecycleHook, ScalingPolicy } from "@aws-sdk/client-auto-scaling";
import { describe, expect, it, test } from "vitest";
import { belongingsOf } from "../../../src/domain/following/belongings.ts";
import { agreed, blueChanges, digestsOf, following } from "../../../src/domain/following/blue-changes.ts";
import { digest } from "../../../src/domain/following/digest.ts";
import { uncoveredZones } from "../../../src/domain/following/uncovered-zones.ts";
import { BLUE_TARGETS, blue, GREEN_TARGETS } from "../../support/domain/blue-group.ts";

const none = { hooks: [], policies: [], scheduledActions: [] };
const HEIR = { name: "web-g0002", targetGroups: [GREEN_TARGETS] };
type Extras = Partial<Parameters<typeof belongingsOf>[0]["extras"]>;

const has = (group: Partial<AutoScalingGroup>, extras: Extras = {}, held: readonly string[] = []) =>
  belongingsOf({ group: { ...blue, ...group }, extras: { ...none, ...extras }, held }, HEIR);
/** Green as it was made: what blue had then, under its own names. */
const greenOf = (group: Partial<AutoScalingGroup>, extras: Extras = {}) =>
  has({ AutoScalingGroupName: "web-g0002", TargetGroupARNs: [GREEN_TARGETS], ...group }, extras);
const tag = (Key: string, Value: string) => ({ Key, Value, PropagateAtLaunch: true });
const suspended = (...names: string[]) => ({
  SuspendedProcesses: names.map((ProcessName) => ({ ProcessName, SuspensionReason: "User suspended" })),
});
const hook = (HeartbeatTimeout: number): LifecycleHook => ({
  AutoScalingGroupName: "web-g0001",
  LifecycleHookName: "save",
  LifecycleTransition: "autoscaling:EC2_INSTANCE_TERMINATING",
  HeartbeatTimeout,
  GlobalTimeout: 172_800,
});
const tracking = (label: string): ScalingPolicy => ({
  AutoScalingGroupName: "web-g0001",
  PolicyName: "requests",
  PolicyType: "TargetTrackingScaling",
  TargetTrackingConfiguration: {
    PredefinedMetricSpecification: {
      PredefinedMetricType: "ALBRequestCountPerTarget",
      ResourceLabel: `app/web/1/${label.slice(label.indexOf("targetgroup/"))}`,
    },
    TargetValue: 100,
  },
});

/** What is done about one difference of blue's, by what green has. */
function done(
  before: ReturnType<typeof has>,
  now: ReturnType<typeof has>,
  green: ReturnType<typeof has>,
): unknown[] {
  return blueChanges(digestsOf(before), now)
    .flatMap((change) => following(change, green) ?? [])
    .map((way) => (way.act === "call" ? way.call : way.reason));
}

describe("what green gets", () => {
  it("is nothing where nobody changed anything, whatever each is called and measured by", () => {
    const before = has({}, { hooks: [hook(30)], policies: [tracking(BLUE_TARGETS)] });
    const green = greenOf({}, { hooks: [hook(30)], policies: [tracking(GREEN_TARGETS)] });
    expect(blueChanges(digestsOf(before), before)).toEqual([]);
    expect([...green].filter(([what, { digest: own }]) => own !== before.get(what)?.digest)).toEqual([]);
  });

  test.each([
    {
      what: "a tag that was added",
      before: has({}),
      now: has({ Tags: [tag("team", "shop")] }),
      green: greenOf({}),
      call: {
        call: "CreateOrUpdateTags",
        input: {
          Tags: [{ ResourceId: "web-g0002", ResourceType: "auto-scaling-group", ...tag("team", "shop") }],
        },
      },
    },
    {
      what: "a tag that was taken away",
      before: has({ Tags: [tag("team", "shop")] }),
      now: has({}),
      green: greenOf({ Tags: [tag("team", "shop")] }),
      call: {
        call: "DeleteTags",
        input: { Tags: [{ ResourceId: "web-g0002", ResourceType: "auto-scaling-group", Key: "team" }] },
      },
    },
    {
      what: "a hook that was changed",
      before: has({}, { hooks: [hook(30)] }),
      now: has({}, { hooks: [hook(60)] }),
      green: greenOf({}, { hooks: [hook(30)] }),
      call: {
        call: "PutLifecycleHook",
        input: {
          AutoScalingGroupName: "web-g0002",
          LifecycleHookName: "save",
          LifecycleTransition: "autoscaling:EC2_INSTANCE_TERMINATING",
          HeartbeatTimeout: 60,
        },
      },
    },
    {
      what: "a maximum",
      before: has({}),
      now: has({ MaxSize: 20 }),
      green: greenOf({}),
      call: { call: "UpdateAutoScalingGroup", input: { AutoScalingGroupName: "web-g0002", MaxSize: 20 } },
    },
    {
      what: "a suspension",
      before: has({}),
      now: has(suspended("AZRebalance")),
      green: greenOf({}),
      call: {
        call: "SuspendProcesses",
        input: { AutoScalingGroupName: "web-g0002", ScalingProcesses: ["AZRebalance"] },
      },
    },
  ])("is $what", ({ before, now, green, call }) => {
    expect(done(before, now, green)).toEqual([call]);
  });

  it("is a policy that follows green's own target group", () => {
    const ways = done(has({}), has({}, { policies: [tracking(BLUE_TARGETS)] }), greenOf({}));
    expect(JSON.stringify(ways)).toContain("targetgroup/web-b/222");
  });

  it("is nothing where green has it already, or somebody took it from both", () => {
    const now = has({ Tags: [tag("team", "shop")] });
    expect(done(has({}), now, greenOf({ Tags: [tag("team", "shop")] }))).toEqual([]);
    expect(done(now, has({}), greenOf({}))).toEqual([]);
  });
});

describe("what is named instead", () => {
  test.each([
    {
      what: "somebody meant it otherwise on green",
      before: has({ Tags: [tag("team", "a")] }),
      now: has({ Tags: [tag("team", "b")] }),
      green: greenOf({ Tags: [tag("team", "c")] }),
      reason: "tag team was changed on blue: on green it is otherwise, which somebody meant, and stays so",
    },
    {
      what: "a setting of the launch",
      before: has({}),
      now: has({ HealthCheckGracePeriod: 77 }),
      green: greenOf({}),
      reason:
        "setting HealthCheckGracePeriod was changed on blue: green cannot be given that while it stands, and is without",
    },
    {
      what: "that servers that fail are not replaced",
      before: has({}),
      now: has(suspended("ReplaceUnhealthy")),
      green: greenOf({}),
      reason: "suspension of ReplaceUnhealthy was added to blue: green goes on replacing servers that fail",
    },
    {
      what: "a process without which green would get no servers",
      before: has({}),
      now: has(suspended("Launch")),
      green: greenOf({}),
      reason: "suspension of Launch was added to blue: a rollout needs it, and green goes on with it",
    },
  ])("$what", ({ before, now, green, reason }) => {
    expect(done(before, now, green)).toEqual([reason]);
  });
});

it("what moult itself holds is nobody's change, nor is the next time of what recurs, nor moult's own tags", () => {
  const at = (StartTime: Date) => ({
    scheduledActions: [{ ScheduledActionName: "night", Recurrence: "0 2 * * *", StartTime }],
  });
  const before = has({ Tags: [tag("moult:fleet", "web")] }, at(new Date(0)));
  const now = has(suspended("ScheduledActions"), at(new Date(86_400_000)), ["ScheduledActions"]);
  expect(blueChanges(digestsOf(before), now)).toEqual([]);
});

it("a digest tells values apart, and not the order of keys", () => {
  expect(digest({ a: 1, b: [1, { c: 2, d: undefined }] })).toBe(digest({ b: [1, { c: 2 }], a: 1 }));
  const values = [{ a: 1 }, { a: 2 }, { a: "1" }, { b: 1 }, [1, 2], [2, 1], null, "", { a: new Date(5) }];
  expect(new Set(values.map(digest)).size).toBe(values.length);
});

describe("zones", () => {
  const server = (zone: string, lifecycleState = "InService") => ({ zone, lifecycleState });
  it("of blue in which green has nobody in service are named", () => {
    const inBlue = [server("a"), server("b"), server("b")];
    expect(uncoveredZones(inBlue, [server("a"), server("a"), server("b", "Pending")])).toEqual([
      "zone b: blue has 2 of its servers there, and green none",
    ]);
    expect(uncoveredZones(inBlue, [server("b"), server("a"), server("c")])).toEqual([]);
  });
  it("are not, where green has fewer servers than blue has zones", () => {
    expect(uncoveredZones([server("a"), server("b")], [server("c")])).toEqual([]);
  });
});

describe("what two looks at blue did not agree on, as green was made", () => {
  const without = has({});
  const [night, late] = [has({}, { hooks: [hook(30)] }), has({}, { hooks: [hook(60)] })];
  const doneAfter = (one: typeof night, other: typeof night, now: typeof night, green: typeof night) =>
    blueChanges(agreed(digestsOf(one), digestsOf(other)), now)
      .flatMap((change) => following(change, green) ?? [])
      .map((way) => (way.act === "call" ? way.call.call : way.reason));

  it("is given to green that was made by the later look, which was of an earlier moment", () => {
    expect(doneAfter(night, without, night, without)).toEqual(["PutLifecycleHook"]);
  });

  it("is given to green that was made by the earlier look", () => {
    expect(doneAfter(late, night, night, late)).toEqual(["PutLifecycleHook"]);
  });

  it("is taken from green where blue has it no more, and left where green is as blue is", () => {
    expect(doneAfter(night, without, without, night)).toEqual(["DeleteLifecycleHook"]);
    expect(doneAfter(night, without, night, night)).toEqual([]);
  });

  it("is nothing where they agreed", () => {
    expect(agreed(digestsOf(night), digestsOf(night))).toEqual(digestsOf(night));
  });
});
