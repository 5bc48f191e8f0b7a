import { describe, expect, test } from "vitest";
import type { Generation } from "../../../src/domain/generation.ts";
import { planRollout } from "../../../src/rollout/admission/plan-rollout.ts";
import { fakePlan, LIVE, type PlanWorld } from "../../support/rollout/fake-plan.ts";
import { NOW } from "../../support/rollout/fake-step.ts";

type Decided = Parameters<typeof planRollout>[0];
const CAUSE: Decided["cause"] = {
  reason: "image",
  by: "ada",
  at: 100,
  serves: ["it is newer"],
  evidence: {},
};
const DECIDED = {
  id: "web-1",
  cause: CAUSE,
  live: LIVE,
  number: 7,
  imageTo: "ami-0000bbbb",
  templateVersion: 1,
  beside: [],
};

/** What is planned for a rollout that was decided so, in an account that differs so. */
async function plan(decided: Partial<Decided> = {}, world: PlanWorld = {}) {
  const { context, fleet, declaration, sent } = await fakePlan(world);
  const asked = { ...DECIDED, onlyLaunchedBefore: null, fleet, declaration, ...decided };
  return { planned: await planRollout(asked, context), sent };
}
const INITIAL = {
  capacity: { initial: { min: 1, desired: 3, max: 5 } },
  network: { subnets: ["subnet-a"] },
};

describe("a plan", () => {
  test("says what becomes of the live generation and why, and is the whole record", async () => {
    const { planned } = await plan({ cause: { ...CAUSE, serves: ["it is newer", "and asked for"] } });
    expect(planned).toEqual({
      warnings: [],
      reason:
        "4 servers of generation 6 (ami-0000aaaa) become generation 7 (ami-0000bbbb): it is newer; and asked for",
      rollout: {
        kind: "rollout",
        fleet: "web",
        id: "web-1",
        execution: "web-1",
        phase: "Admit",
        cause: { ...CAUSE, serves: ["it is newer", "and asked for"] },
        declaration: expect.objectContaining({ fleet: "web", template: "lt-0abc" }) as object,
        startedAt: NOW,
        phaseStartedAt: NOW,
        deadlineAt: NOW + 14_400_000,
        endedAt: null,
        imageFrom: "ami-0000aaaa",
        imageTo: "ami-0000bbbb",
        blue: 6,
        green: 7,
        templateVersion: 1,
        size: 4,
        traffic: { step: 0, setPercent: 0, setAt: null, observedPercent: null, agreeingReads: 0 },
        gates: [],
        commands: {},
        holds: [],
        followed: null,
        notFollowed: [],
        schedule: null,
        waiting: null,
        leg: { number: 1, polls: 0 },
        needsPerson: null,
        settlement: null,
        pause: null,
        promotion: null,
        reversals: [],
        abort: null,
        failure: null,
        milestones: {},
        timers: {},
        removals: {},
        spent: null,
        outcome: null,
        outcomeReason: null,
      },
    });
  });

  test("of a first generation has the declared size, and asks for one image only", async () => {
    const { planned, sent } = await plan({ live: null, number: 1 }, { declaration: INITIAL });
    expect(planned).toMatchObject({
      reason: "3 servers of generation none (no image) become generation 1 (ami-0000bbbb): it is newer",
      rollout: { size: 3, blue: null, green: 1, imageFrom: null },
    });
    expect(sent.find(({ name }) => name === "DescribeImages")?.input).toMatchObject({
      ImageIds: ["ami-0000bbbb"],
    });
  });

  test("of a fleet whose blue has no servers has none", async () => {
    const { planned } = await plan({}, { blue: { DesiredCapacity: 0 }, declaration: INITIAL });
    expect(planned).toMatchObject({ rollout: { size: 0 } });
  });

  test("goes on though the image that runs is gone", async () => {
    const { planned } = await plan({}, { images: { "ami-0000bbbb": { day: 2 } } });
    expect(planned).toHaveProperty("rollout");
  });
});

describe("refused is", () => {
  const placed: Generation = { ...LIVE, trafficPlace: { arn: "arn:rule", targetGroups: ["arn:a", "arn:b"] } };
  const rows: [string, Partial<Decided>, PlanWorld, RegExp][] = [
    ["an image that does not exist", { imageTo: "ami-0000cccc" }, {}, /^ami-0000cccc does not exist/u],
    [
      "an image that is not available",
      {},
      { images: { "ami-0000bbbb": { day: 2, State: "pending" } } },
      /^ami-0000bbbb is pending, /u,
    ],
    [
      "an image for other machines",
      {},
      { images: { "ami-0000aaaa": { day: 1 }, "ami-0000bbbb": { day: 2, Architecture: "x86_64" } } },
      /^ami-0000bbbb is x86_64 and the fleet's servers are arm64/u,
    ],
    [
      "traffic that the live generation gets elsewhere",
      { live: placed },
      {},
      /^generation 6 gets its traffic/u,
    ],
    ["a live group that is gone", {}, { blue: null }, /^generation 6's group web-g0006 is gone/u],
    [
      "a live group of another version",
      {},
      { blue: { LaunchTemplate: { LaunchTemplateId: "lt-0abc", Version: "5" } } },
      /launches from template version 5, generation 6 was pinned to 6/u,
    ],
    [
      "a live group without a template",
      {},
      { blue: { LaunchTemplate: undefined } },
      /launches from template version unknown, generation 6 was pinned to 6/u,
    ],
    ["a fleet that was never begun", { live: null }, {}, /^the fleet has no generation yet/u],
    [
      "a live group with a warm pool",
      {},
      { blue: { WarmPoolConfiguration: { MinSize: 1 } } },
      /^group web-g0006: WarmPoolConfiguration: .*: delete the warm pool$/u,
    ],
    [
      "a fleet that does not fit, with all else that is in the way",
      {},
      { blue: { DesiredCapacity: 10, Tags: [{ Key: "AmazonECSManaged", Value: "" }] } },
      /^there is no room .*; group web-g0006: tag AmazonECSManaged: an ECS capacity provider/u,
    ],
    ["a fleet that does not fit", {}, { blue: { DesiredCapacity: 10 } }, /^there is no room/u],
  ];
  test.each(rows)("%s", async (_what, decided, world, reason) => {
    expect((await plan(decided, world)).planned).toEqual({
      verdict: "refused",
      reason: expect.stringMatching(reason),
    });
  });
});

describe("servers that are replaced for their age alone", () => {
  const BEFORE = Date.UTC(2026, 10, 10);
  const instances = [{ InstanceId: "i-1" }, { InstanceId: "i-2" }];
  /** What is planned where the two servers were launched on these days of the month; null: EC2 knows neither. */
  const plannedOf = async (days: readonly number[] | null, decided: Partial<Decided> = {}) =>
    plan(
      { onlyLaunchedBefore: BEFORE, imageTo: "ami-0000aaaa", ...decided },
      {
        blue: { Instances: days === null ? [] : instances },
        answers: {
          DescribeInstances: () => ({
            Reservations: (days ?? []).map((day) => ({
              Instances: [{ LaunchTime: new Date(Date.UTC(2026, 10, day)) }],
            })),
          }),
        },
      },
    );

  test("are while one of them was launched before", async () => {
    expect((await plannedOf([12, 9])).planned).toHaveProperty("rollout");
  });

  test("are not once the group has replaced them by itself, and neither are none", async () => {
    expect((await plannedOf([12, 11])).planned).toEqual({
      verdict: "nothing-to-do",
      reason:
        "no server of generation 6 was launched before 2026-11-10 00:00:00Z: the oldest is of 2026-11-11 00:00:00Z",
    });
    expect((await plannedOf([10])).planned).toMatchObject({ verdict: "nothing-to-do" });
    expect((await plannedOf(null)).planned).toEqual({
      verdict: "nothing-to-do",
      reason: "no server of generation 6 was launched before 2026-11-10 00:00:00Z: it has none",
    });
  });

  test("are not asked after where something else is served as well", async () => {
    const { planned, sent } = await plannedOf([12, 11], { onlyLaunchedBefore: null });
    expect(planned).toHaveProperty("rollout");
    expect(sent.map(({ name }) => name)).not.toContain("DescribeInstances");
  });
});
