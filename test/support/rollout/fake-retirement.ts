import type { FleetDeclaration } from "../../../src/domain/declaration/fleet.ts";
import type { Generation } from "../../../src/domain/generation.ts";
import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";
import type { Wanted } from "../../../src/domain/decide/wanted.ts";
import { changeWanted } from "../../../src/ledger/wanted.ts";
import { retireBlue } from "../../../src/rollout/states/retire-blue.ts";
import { forwardsTo } from "./fake-listener.ts";
import { fakeStep, INPUT, NOW } from "./fake-step.ts";
import { A, type Answers, B, BLUE, GREEN } from "./fake-work.ts";

export const group = (name: string, size: number) => ({
  AutoScalingGroupName: name,
  MinSize: size,
  DesiredCapacity: size,
  Instances: Array.from({ length: size }, (_, index) => ({
    InstanceId: `i-${name}-${index}`,
    LifecycleState: "InService",
  })),
});

interface World {
  readonly record?: Partial<RolloutRecord>;
  readonly retire?: FleetDeclaration["retire"];
  readonly generations?: readonly Generation[];
  readonly groups?: readonly object[];
  /** Green's share of the rule, and how long clients stick to a side. */
  readonly percent?: number;
  readonly stickySeconds?: number;
  readonly state?: string;
  /** What the fleet should be, as far as somebody has said it. */
  readonly wanted?: Partial<Wanted>;
  /** Default: it is `NOW`. */
  readonly clock?: () => number;
  /** What AWS answers otherwise. */
  readonly answers?: Answers;
}

/** A look at a blue of two servers that was drained long ago, beside a good green that has all the traffic. */
export async function look(world: World = {}) {
  const {
    percent = 100,
    groups = [group(BLUE, 2), group(GREEN, 2)],
    stickySeconds = 0,
    state = "healthy",
  } = world;
  const weights = [
    { TargetGroupArn: A, Weight: 100 - percent },
    { TargetGroupArn: B, Weight: percent },
  ];
  const step = await fakeStep({
    record: {
      size: 2,
      phase: "RetireBlue",
      traffic: { step: 2, setPercent: 100, setAt: NOW - 900_000, observedPercent: 100, agreeingReads: 3 },
      ...world.record,
      milestones: { drained: NOW - 600_000, baked: NOW, ...world.record?.milestones },
    },
    declaration: { retire: world.retire ?? {} },
    ...(world.generations && { generations: world.generations }),
    answers: {
      DescribeAutoScalingGroups: ({ AutoScalingGroupNames }) => ({
        AutoScalingGroups: groups.filter((each) =>
          (AutoScalingGroupNames as string[]).includes(
            (each as ReturnType<typeof group>).AutoScalingGroupName,
          ),
        ),
      }),
      DescribeImages: ({ ImageIds }) => ({
        Images: (ImageIds as string[]).map((ImageId) => ({ ImageId, State: "available" })),
      }),
      DescribeTargetHealth: () => ({
        TargetHealthDescriptions: [`i-${GREEN}-0`, `i-${GREEN}-1`].map((Id) => ({
          Target: { Id },
          TargetHealth: { State: state },
        })),
      }),
      ...forwardsTo(weights, { Enabled: stickySeconds > 0, DurationSeconds: stickySeconds }),
      ...world.answers,
    },
  });
  if (world.wanted) await changeWanted(step.ledger, "web", (before) => ({ ...before, ...world.wanted }));
  const context = world.clock ? { ...step.context, clock: { now: world.clock } as never } : step.context;
  const answer = await retireBlue(INPUT, context);
  const changes = step.sent.filter(({ name }) => !name.startsWith("Describe"));
  return { ...step, answer, changes: changes.map(({ name }) => name), entries: await step.entries() };
}
