import type { Generation } from "../../../src/domain/generation.ts";
import type { RetirementRecord } from "../../../src/domain/run/retirement.ts";
import { readGeneration } from "../../../src/ledger/generations.ts";
import { readLease, seizeLease } from "../../../src/ledger/leases.ts";
import { retirements } from "../../../src/ledger/runs/retirements.ts";
import { generation, rollout } from "../cli/records.ts";
import { fakeStep, NOW } from "../rollout/fake-step.ts";
import { BLUE } from "../rollout/fake-work.ts";

export const RETIREMENT = "web-g0006-retirement";
export const STEP = { fleet: "web", run: RETIREMENT, generation: 6, fence: 1 };

/** What a rollout writes down for what is left of its blue. */
export const retirement = (special: Partial<RetirementRecord> = {}): RetirementRecord => {
  const { cause, leg } = rollout({});
  return {
    kind: "retirement",
    fleet: "web",
    id: RETIREMENT,
    execution: RETIREMENT,
    phase: "AdmitRetirement",
    cause,
    declaration: null,
    startedAt: 0,
    phaseStartedAt: 0,
    deadlineAt: NOW + 3_600_000,
    endedAt: null,
    waiting: null,
    leg,
    abort: null,
    failure: null,
    milestones: {},
    outcome: null,
    outcomeReason: null,
    generation: 6,
    removals: { [BLUE]: { toZeroAt: NOW - 60_000, unseenSince: null } },
    ...special,
  };
};

interface Wanted {
  readonly record?: Partial<RetirementRecord>;
  readonly generation?: Partial<Generation>;
  readonly answers?: NonNullable<Parameters<typeof fakeStep>[0]>["answers"];
  /** False: nobody has taken the retirement up. */
  readonly isHeld?: boolean;
}

/** A ledger with the fleet `web`, whose generation 6 is taken down under its own lease, and an AWS that answers as told. */
export async function fakeRetirement(wanted: Wanted = {}) {
  const going = generation({
    group: BLUE,
    state: "retiring",
    template: { id: "lt-1", version: 6, baseVersion: 5, ownedByMoult: true },
    ...wanted.generation,
  });
  const step = await fakeStep({ generations: [going], answers: wanted.answers ?? {} });
  const { ledger } = step;
  await retirements.write(ledger, retirement(wanted.record), "absent");
  if (wanted.isHeld !== false)
    await seizeLease(ledger, { fleet: "web", generation: 6, owner: RETIREMENT, now: NOW, ttlSeconds: 600 });
  return {
    ...step,
    after: async () => (await retirements.read(ledger, "web", RETIREMENT))?.run,
    going: async () => (await readGeneration(ledger, "web", 6))?.generation,
    lease: () => readLease(ledger, "web", 6),
  };
}
