import type { FleetDeclaration } from "../../../src/domain/declaration/fleet.ts";
import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";
import { shiftTraffic } from "../../../src/rollout/states/shift-traffic.ts";
import { forwardsTo } from "./fake-listener.ts";
import { fakeStep, INPUT, NOW } from "./fake-step.ts";
import { A, B, BLUE, GREEN } from "./fake-work.ts";

type Traffic = RolloutRecord["traffic"];

interface World {
  /** Blue's and green's weight in the rule; null: the target group is not named. */
  readonly weights?: readonly [number | null, number | null];
  /** Servers of blue and of green; null: the group is gone. */
  readonly servers?: readonly [number | null, number | null];
  /** States of green's targets. */
  readonly health?: readonly string[];
  readonly traffic?: Partial<Traffic>;
  readonly timers?: RolloutRecord["timers"];
  readonly milestones?: RolloutRecord["milestones"];
  readonly declaration?: Partial<FleetDeclaration>;
  /** Who is attached, for one target group. */
  readonly attached?: readonly [boolean, boolean];
}

/** What was set: 10% 40 seconds ago, as the first of two steps, and read back once. */
export const STEP_1: Traffic = {
  step: 1,
  setPercent: 10,
  setAt: NOW - 40_000,
  observedPercent: 10,
  agreeingReads: 1,
};
export const NOTHING_SET: Traffic = {
  step: 0,
  setPercent: 0,
  setAt: null,
  observedPercent: null,
  agreeingReads: 0,
};

const group = (name: string, size: number) => ({
  AutoScalingGroupName: name,
  MinSize: size,
  MaxSize: 9,
  DesiredCapacity: size,
  Instances: Array.from({ length: size }, (_, index) => ({
    InstanceId: `i-${name}-${index}`,
    LifecycleState: "InService",
  })),
});

/** One look of ShiftTraffic at a fleet of two servers, with steps of 10% and 100% and a pause of 30 seconds. */
export async function shift(world: World = {}) {
  const {
    weights = [100, 0],
    servers = [2, 2],
    health = ["healthy", "healthy"],
    attached = [true, false],
  } = world;
  const groups = [BLUE, GREEN].flatMap((name, side) => {
    const size = servers[side] ?? null;
    return size === null ? [] : [group(name, size)];
  });
  const named = [A, B].flatMap((TargetGroupArn, side) => {
    const Weight = weights[side] ?? null;
    return Weight === null ? [] : [{ TargetGroupArn, Weight }];
  });
  const step = await fakeStep({
    record: {
      size: 2,
      phase: "ShiftTraffic",
      traffic: { ...NOTHING_SET, ...world.traffic },
      timers: world.timers ?? {},
      milestones: world.milestones ?? {},
    },
    ...(world.declaration && { declaration: world.declaration }),
    answers: {
      DescribeAutoScalingGroups: () => ({ AutoScalingGroups: groups }),
      ...forwardsTo(named),
      DescribeTrafficSources: ({ AutoScalingGroupName: name }) => {
        const is = name === BLUE ? attached[0] : attached[1];
        return { TrafficSources: is ? [{ Identifier: A, State: "InService" }] : [] };
      },
      DescribeTargetHealth: ({ TargetGroupArn }) => {
        const ofGreen = health.map((State, index) => [`i-${GREEN}-${index}`, State] as const);
        const ofBlue = Array.from(
          { length: servers[0] ?? 0 },
          (_, index) => [`i-${BLUE}-${index}`, "healthy"] as const,
        );
        const isShared = world.attached !== undefined;
        const shown = isShared ? [...ofBlue, ...ofGreen] : TargetGroupArn === A ? ofBlue : ofGreen;
        return {
          TargetHealthDescriptions: shown.map(([Id, State]) => ({ Target: { Id }, TargetHealth: { State } })),
        };
      },
    },
  });
  const answer = await shiftTraffic(INPUT, step.context);
  const changes = step.sent.filter(({ name }) => !name.startsWith("Describe"));
  const record = await step.after();
  return { ...step, answer, changes, record, entries: await step.entries() };
}
