import type { Group } from "../../../src/aws/auto-scaling/auto-scaling.ts";
import { type FleetDeclaration, fleetSchema } from "../../../src/domain/declaration/fleet.ts";
import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";
import { strategyOf } from "../../../src/domain/strategy-kinds.ts";
import type { Ledger } from "../../../src/ledger/ledger.ts";
import type { Work } from "../../../src/rollout/work.ts";
import { generation, rollout } from "../cli/records.ts";

const ELB = "arn:aws:elasticloadbalancing:us-east-1:123456789012";
export const A = `${ELB}:targetgroup/a/1`;
export const B = `${ELB}:targetgroup/b/2`;
export const LISTENER = `${ELB}:listener/app/web/1/2`;
export const BLUE = "web-g0006";
export const GREEN = "web-g0007";

export const ALB: FleetDeclaration["traffic"] = {
  strategy: "alb-weighted",
  rule: LISTENER,
  targetGroups: [A, B],
  steps: ["10%", "100%"],
};
export const ONE: FleetDeclaration["traffic"] = { strategy: "target-group", targetGroup: A };

/** What AWS answers to a command of this name, and what was sent. */
export type Answers = Readonly<Record<string, (input: Record<string, unknown>) => unknown>>;

export interface FakeWork {
  readonly work: Work<"autoScaling" | "elbv2" | "ec2" | "ssm" | "cloudWatch">;
  /** Commands sent, by name, with their input. */
  readonly sent: { readonly name: string; readonly input: Record<string, unknown> }[];
  /** What was said of the next changes, with the evidence. */
  readonly reasons: unknown[][];
  readonly notes: unknown[][];
  readonly clock: { now: number };
}

interface Wanted {
  readonly traffic?: FleetDeclaration["traffic"];
  readonly declaration?: Partial<FleetDeclaration>;
  readonly record?: Partial<RolloutRecord>;
  readonly blue?: Work<never>["blue"];
  readonly green?: Work<never>["green"];
  readonly answers?: Answers;
  /** Default: one with nothing in it. */
  readonly ledger?: Ledger;
}

const EMPTY = { get: async () => undefined };

/** A step's view of a rollout whose record is in memory and whose AWS answers as told. */
export function fakeWork(wanted: Wanted = {}): FakeWork {
  const { traffic = ALB, answers = {} } = wanted;
  const sent: FakeWork["sent"] = [];
  const reasons: unknown[][] = [];
  const notes: unknown[][] = [];
  const clock = { now: 1_000_000 };
  let current = rollout({ startedAt: 0, phaseStartedAt: 0, deadlineAt: 9_000_000, ...wanted.record });
  const client = {
    send: async (command: { readonly constructor: { readonly name: string }; readonly input: object }) => {
      const name = command.constructor.name.replace(/Command$/u, "");
      const input = { ...command.input };
      sent.push({ name, input });
      return answers[name]?.(input) ?? {};
    },
  } as never;
  const fleet = fleetSchema.parse({
    fleet: "web",
    template: "lt-0abc",
    image: { channel: "/images/web" },
    traffic,
    ...wanted.declaration,
  });
  const update = async (change: Partial<RolloutRecord>): Promise<void> => {
    current = { ...current, ...change };
  };
  const now = (): number => clock.now;
  const work: FakeWork["work"] = {
    fleet,
    strategy: strategyOf(fleet.traffic),
    context: {
      aws: { autoScaling: client, elbv2: client, ec2: client, ssm: client, cloudWatch: client },
      withReason: (reason: string, evidence: unknown, act: () => Promise<unknown>) => {
        reasons.push(evidence === null ? [reason] : [reason, evidence]);
        return act();
      },
      clock: { now },
      ledger: wanted.ledger ?? EMPTY,
    } as never,
    blue: wanted.blue === undefined ? generation({ group: BLUE, targetGroup: A }) : wanted.blue,
    green:
      "green" in wanted
        ? wanted.green
        : generation({ number: 7, group: GREEN, targetGroup: B, state: "launching" }),
    get openedAt() {
      return clock.now;
    },
    run: () => current,
    update,
    reach: async (milestone) => {
      const { milestones } = current;
      if (milestones[milestone] === undefined)
        await update({ milestones: { ...milestones, [milestone]: clock.now } });
    },
    startTimer: async (timer) => {
      const { timers } = current;
      if (timers[timer] === undefined) await update({ timers: { ...timers, [timer]: clock.now } });
    },
    writeGeneration: async () => undefined,
    note: async (...said) => void notes.push(said),
    now,
    inPhase: () => (clock.now - current.phaseStartedAt) / 1000,
  };
  return { work, sent, reasons, notes, clock };
}

/** A group with servers of these ids, all in service. */
export function groupOf(name: string, ids: readonly string[], change: Partial<Group> = {}): Group {
  return {
    name,
    minSize: ids.length,
    maxSize: 10,
    desired: ids.length,
    instances: ids.map((id) => ({ id, lifecycleState: "InService", protectedFromScaleIn: false })),
    targetGroups: [],
    suspendedProcesses: [],
    tags: {},
    deleting: false,
    ...change,
  } as unknown as Group;
}
