import type { FleetDeclaration } from "../../../src/domain/declaration/fleet.ts";
import type { Generation } from "../../../src/domain/generation.ts";
import type { OutgoingEvent } from "../../../src/domain/outbox/outbox.ts";
import { declareFleet } from "../../../src/ledger/fleets.ts";
import { writeGeneration } from "../../../src/ledger/generations.ts";
import { openSqliteLedger } from "../../../src/ledger/stores/sqlite-ledger.ts";
import type { PlanServices } from "../../../src/rollout/admission/plan-rollout.ts";
import type { StepContext } from "../../../src/step/step.ts";
import { generation } from "../cli/records.ts";
import { NOW } from "./fake-step.ts";
import { type Answers, BLUE, fakeWork } from "./fake-work.ts";

/** What runs, of servers that were launched long ago. */
export const LIVE = generation({ group: BLUE, image: "ami-0000aaaa", createdAt: 0 });

/** What whoever started the execution had decided. */
export const DECIDED = { image: "ami-0000bbbb", reason: "image" } as const;
/** Why it is decided again so. */
export const DUE = "channel /images/web names ami-0000bbbb, generation 6 runs ami-0000aaaa";

/** Images by id: the day of this month on which they were made, and what else differs. */
type Images = Readonly<Record<string, { readonly day: number; readonly [field: string]: unknown }>>;

export interface PlanWorld {
  readonly declaration?: Partial<FleetDeclaration>;
  readonly generations?: readonly Generation[];
  readonly images?: Images;
  /** Blue's group as it differs; null: it is gone. */
  readonly blue?: object | null;
  /** The template's default version; null: the template is gone. */
  readonly template?: number | null;
  /** What the fleet's channel names. */
  readonly channel?: string;
  /** What AWS answers otherwise. */
  readonly answers?: Answers;
}

/** An account in which the fleet `web`, which serves on `ami-0000aaaa` from version 1, can be replaced by `ami-0000bbbb`. */
export async function fakePlan(world: PlanWorld = {}) {
  const {
    images = { "ami-0000aaaa": { day: 1 }, "ami-0000bbbb": { day: 2 } },
    template = 1,
    blue = {},
  } = world;
  const ledger = openSqliteLedger(":memory:");
  const declaration = {
    fleet: "web",
    template: "lt-0abc",
    image: { channel: "/images/web" },
    traffic: { strategy: "none" },
    ...world.declaration,
  } satisfies FleetDeclaration;
  await declareFleet(ledger, { declaration, by: "ada", now: 0 }, "absent");
  for (const each of world.generations ?? [LIVE]) await writeGeneration(ledger, each, "absent");
  const { work, sent } = fakeWork({
    traffic: { strategy: "none" },
    declaration,
    answers: {
      GetParameters: () => ({
        Parameters: [{ Name: "/images/web", Value: world.channel ?? "ami-0000bbbb" }],
      }),
      DescribeImages: ({ ImageIds }) => ({
        Images: Object.entries(images)
          .filter(([id]) => (ImageIds as string[] | undefined)?.includes(id) ?? true)
          .map(([ImageId, { day, ...rest }]) => ({
            ImageId,
            State: "available",
            Architecture: "arm64",
            CreationDate: `2026-11-0${day}T00:00:00.000Z`,
            ...rest,
          })),
      }),
      DescribeLaunchTemplates: () => ({
        LaunchTemplates:
          template === null ? [] : [{ LaunchTemplateId: "lt-0abc", DefaultVersionNumber: template }],
      }),
      DescribeAutoScalingGroups: () => ({
        AutoScalingGroups:
          blue === null
            ? []
            : [
                {
                  AutoScalingGroupName: BLUE,
                  DesiredCapacity: 4,
                  VPCZoneIdentifier: "subnet-a",
                  LaunchTemplate: { LaunchTemplateId: "lt-0abc", Version: "6" },
                  ...blue,
                },
              ],
      }),
      DescribeSubnets: () => ({ Subnets: [{ SubnetId: "subnet-a", AvailableIpAddressCount: 9 }] }),
      DescribeAccountLimits: () => ({ NumberOfAutoScalingGroups: 1, MaxNumberOfAutoScalingGroups: 500 }),
      ...world.answers,
    },
  });
  const published: unknown[][] = [];
  const started: unknown[][] = [];
  const context = {
    ...work.context,
    ledger,
    clock: { now: () => NOW },
    publish: async (events: readonly OutgoingEvent[]) =>
      events.map(({ detailType, detail }) => published.push([detailType, detail]) > 0),
    aws: { ...work.context.aws, imageBuilder: work.context.aws.ec2 },
    starter: { start: async (...execution: unknown[]) => (started.push(execution), "started") },
  } as unknown as StepContext<PlanServices>;
  return { ledger, context, sent, published, started, fleet: work.fleet, declaration };
}
