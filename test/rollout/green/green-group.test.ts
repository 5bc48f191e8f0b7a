import { describe, expect, test } from "vitest";
import type { Group } from "../../../src/aws/auto-scaling/auto-scaling.ts";
import { actionOf } from "../../../src/domain/schedule/known-actions.ts";
import { mayResize, notCopiedReason, planGroup } from "../../../src/rollout/green/green-group.ts";
import { generation } from "../../support/cli/records.ts";
import { blue, none } from "../../support/domain/blue-group.ts";
import { B, BLUE, fakeWork, GREEN, groupOf } from "../../support/rollout/fake-work.ts";

const original = (raw: object = {}, change: Partial<Group> = {}, extras: object = {}) => ({
  group: groupOf(BLUE, [], { raw: { ...blue, ...raw } as Group["raw"], ...change }),
  extras: { ...none, ...extras },
});
const SCHEDULE = { scheduledActions: [{ ScheduledActionName: "morning" }] };

test("what cannot be copied is told by name, all of it", () => {
  expect(notCopiedReason(original())).toBeNull();
  const fault = notCopiedReason(original({ WarmPoolConfiguration: {}, DesiredCapacityType: "vcpu" }));
  expect(fault).toMatch(/^web-g0006 .*DesiredCapacityType: .*; WarmPoolConfiguration: /);
  const hook = { LifecycleHookName: "CodeDeploy-managed-automatic-launch-deployment-hook-shop" };
  const deployed = notCopiedReason(original({}, { tags: { AmazonECSManaged: "" } }, { hooks: [hook] }));
  expect(deployed).toMatch(/tag AmazonECSManaged: .*; group web-g0006: hook CodeDeploy-managed/);
});

test("a schedule counts unless it is suspended, and so does what of it has run since it was read first", () => {
  expect(mayResize(original(), null)).toBe(false);
  expect(mayResize(original({}, {}, SCHEDULE), null)).toBe(true);
  const suspended = { suspendedProcesses: ["AZRebalance", "ScheduledActions"] };
  expect(mayResize(original({}, suspended, SCHEDULE), null)).toBe(false);
  expect(mayResize(original({}, { suspendedProcesses: ["AZRebalance"] }, SCHEDULE), null)).toBe(true);
  const known = { actions: SCHEDULE.scheduledActions.map(actionOf), readAt: 1, doneUntil: 1, later: null };
  expect(mayResize(original(), known)).toBe(true);
  expect(mayResize(original(), { ...known, actions: [] })).toBe(false);
  expect(mayResize(original({}, suspended), known)).toBe(false);
});

describe("green's group", () => {
  const GENERATION = generation({
    number: 7,
    group: GREEN,
    targetGroup: B,
    template: { id: "lt-0abc", version: 9, baseVersion: 3, ownedByMoult: true },
  });
  const declared = (declaration: object) => fakeWork({ declaration, record: { size: 4 } }).work;

  test("is at its size and held there, with room for blue's maximum, tagged as the rollout's", () => {
    const { create } = planGroup(declared({}), GENERATION, original({}, { maxSize: 9 }));
    expect(create).toMatchObject({
      AutoScalingGroupName: GREEN,
      MinSize: 4,
      DesiredCapacity: 4,
      MaxSize: 9,
      LaunchTemplate: { LaunchTemplateId: "lt-0abc", Version: "9" },
      VPCZoneIdentifier: "subnet-a,subnet-b",
      TrafficSources: [{ Identifier: B, Type: "elbv2" }],
    });
    expect(create.Tags?.map(({ Key, Value }) => `${Key}=${Value}`)).toEqual([
      "moult:fleet=web",
      "moult:generation=7",
      "moult:rollout=web-1",
    ]);
  });

  test("has room for its size where blue's maximum is smaller", () => {
    expect(planGroup(declared({}), GENERATION, original({}, { maxSize: 3 })).create.MaxSize).toBe(4);
  });

  test("is in the declared subnets and in no target group where the generation has none", () => {
    const work = declared({ network: { subnets: ["subnet-z"] } });
    const { create } = planGroup(work, { ...GENERATION, targetGroup: null }, original());
    expect([create.VPCZoneIdentifier, create.TrafficSources]).toEqual(["subnet-z", undefined]);
  });

  test("of a first generation has the declared maximum, or its size", () => {
    const network = { subnets: ["subnet-z"] };
    const initial = { min: 1, desired: 4, max: 8 };
    const maximum = (capacity: object) =>
      planGroup(declared({ network, ...capacity }), GENERATION, undefined).create.MaxSize;
    expect([maximum({ capacity: { initial } }), maximum({})]).toEqual([8, 4]);
  });
});
