import type { FleetDeclaration } from "../../../src/domain/declaration/fleet.ts";
import type { Generation } from "../../../src/domain/generation.ts";
import type { ReplacementRequest } from "../../../src/domain/run/replacement-request.ts";
import { declareFleet } from "../../../src/ledger/fleets.ts";
import { writeGeneration } from "../../../src/ledger/generations.ts";
import { openSqliteLedger } from "../../../src/ledger/stores/sqlite-ledger.ts";
import type { PlanServices } from "../../../src/rollout/admission/plan-rollout.ts";
import type { StepContext } from "../../../src/step/step.ts";
import { generation } from "../cli/records.ts";
import { NOW } from "./fake-step.ts";
import { BLUE, fakeWork } from "./fake-work.ts";

export const LIVE = generation({ group: BLUE });

export const REQUEST: ReplacementRequest = {
  reason: "image",
  image: "ami-0bbb",
  force: false,
  by: "ada",
  at: 100,
  evidence: {},
};

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
}

/** An account in which the fleet `web`, which serves on `ami-0aaa` from version 1, can be replaced by `ami-0bbb`. */
export async function fakePlan(world: PlanWorld = {}) {
  const { images = { "ami-0aaa": { day: 1 }, "ami-0bbb": { day: 2 } }, template = 1, blue = {} } = world;
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
      GetParameter: () => ({ Parameter: { Name: "/images/web", Value: world.channel ?? "ami-0bbb" } }),
      DescribeImages: ({ ImageIds }) => ({
        Images: Object.entries(images)
          .filter(([id]) => (ImageIds as string[]).includes(id))
          .map(([ImageId, { day, ...rest }]) => ({
            ImageId,
            State: "available",
            Architecture: "arm64",
            CreationDate: `2026-11-0${day}T00:00:00.000Z`,
            ...rest,
          })),
      }),
      DescribeLaunchTemplates: () => ({
        LaunchTemplates: template === null ? [] : [{ DefaultVersionNumber: template }],
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
    },
  });
  const published: unknown[][] = [];
  const context = {
    ...work.context,
    ledger,
    clock: { now: () => NOW },
    publish: async (...event: unknown[]) => void published.push(event),
    starter: { start: async () => "started" },
  } as unknown as StepContext<PlanServices>;
  return { ledger, context, sent, published, fleet: work.fleet, declaration };
}
