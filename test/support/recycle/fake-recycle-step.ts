import type { FleetDeclaration } from "../../../src/domain/declaration/fleet.ts";
import { type Batch, NOTHING_HELD, type RecycleRecord } from "../../../src/domain/run/recycle.ts";
import { releaseLease, takeLease } from "../../../src/ledger/leases.ts";
import { recycles } from "../../../src/ledger/runs/recycles.ts";
import { rollouts } from "../../../src/ledger/runs/rollouts.ts";
import { generation, rollout } from "../cli/records.ts";
import { fakeStep, NOW } from "../rollout/fake-step.ts";
import { BLUE } from "../rollout/fake-work.ts";

export const RECYCLE = "web-recycle-1";
export const STEP = { fleet: "web", run: RECYCLE, fence: 2, execution: RECYCLE };

export const batch = (special: Partial<Batch> = {}): Batch => ({
  number: 1,
  begunAt: NOW,
  servers: [{ id: "i-old", zone: "a", state: "serving" }],
  before: ["i-old", "i-1", "i-2", "i-3"],
  wanted: 1,
  minimum: 5,
  substitutes: [],
  schedule: [],
  answered: [],
  asked: [],
  drainSeconds: null,
  ...special,
});

export const SUBSTITUTE = {
  id: "i-new",
  zone: "a",
  isJudged: true,
  healthySince: null,
  isEnding: false,
} as const;

/** The group's sizes are held for a batch of one. */
export const HELD = {
  ...NOTHING_HELD,
  size: { originalMin: 4, originalMax: 8, heldMin: 5, heldMax: 8, setAt: 0 },
};

interface Wanted {
  readonly record?: Partial<RecycleRecord>;
  readonly declaration?: Partial<FleetDeclaration>;
  readonly answers?: NonNullable<Parameters<typeof fakeStep>[0]>["answers"];
}

/** Servers as the group shows them: by id, with their state; it is to have those that serve or come, and its minimum at least. */
export const groupWith = (
  states: Readonly<Record<string, string>>,
  special: { readonly MinSize?: number; readonly [setting: string]: unknown } = {},
) => ({
  DescribeAutoScalingGroups: () => ({
    AutoScalingGroups: [
      {
        AutoScalingGroupName: BLUE,
        MinSize: 4,
        MaxSize: 8,
        DesiredCapacity: Math.max(
          special.MinSize ?? 4,
          Object.values(states).filter((state) => !/Standby|Terminating/.test(state)).length,
        ),
        LaunchTemplate: { LaunchTemplateId: "lt-0abc", Version: "5" },
        Instances: Object.entries(states).map(([InstanceId, LifecycleState]) => ({
          InstanceId,
          LifecycleState,
          HealthStatus: "Healthy",
          AvailabilityZone: "a",
        })),
        ...special,
      },
    ],
  }),
});

/** A ledger with the fleet `web`, a recycle of servers of its live generation 6 under the fleet's lease, and an AWS that answers as told. */
export async function fakeRecycle(wanted: Wanted = {}) {
  const live = generation({
    group: BLUE,
    state: "live",
    template: { id: "lt-0abc", version: 5, baseVersion: 5, ownedByMoult: false },
  });
  const step = await fakeStep({
    generations: [live],
    record: { endedAt: 1, outcome: "succeeded" },
    declaration: { recycle: {}, ...wanted.declaration },
    answers: wanted.answers ?? {},
  });
  const { ledger } = step;
  const { declaration } = (await rollouts.read(ledger, "web", "web-1"))?.run ?? rollout({});
  await releaseLease(ledger, { fleet: "web", owner: "web-1", fence: 1 });
  const { cause, leg } = rollout({});
  const record: RecycleRecord = {
    kind: "recycle",
    fleet: "web",
    id: RECYCLE,
    execution: RECYCLE,
    phase: "AdmitRecycle",
    cause,
    declaration,
    startedAt: 0,
    phaseStartedAt: NOW - 60_000,
    deadlineAt: NOW + 3_600_000,
    endedAt: null,
    waiting: null,
    leg,
    abort: null,
    failure: null,
    milestones: {},
    outcome: null,
    outcomeReason: null,
    generation: live.number,
    group: BLUE,
    image: live.image,
    templateVersion: 5,
    queue: [{ id: "i-old", reason: "drift", dueAt: 1 }],
    atOnce: 1,
    batch: null,
    replaced: [],
    left: [],
    stranded: null,
    holds: NOTHING_HELD,
    gates: [],
    commands: {},
    pause: null,
    ...wanted.record,
  };
  await recycles.write(ledger, record, "absent");
  await takeLease(ledger, { fleet: "web", owner: RECYCLE, now: NOW - 1000, ttlSeconds: 600 });
  return {
    ...step,
    after: async () => (await recycles.read(ledger, "web", RECYCLE))?.run,
    changes: () => step.sent.map(({ name }) => name).filter((name) => !/^(Describe|List)/.test(name)),
  };
}
