import type { FleetDeclaration } from "../../../src/domain/declaration/fleet.ts";
import type { Generation } from "../../../src/domain/generation.ts";
import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";
import type { OutgoingEvent } from "../../../src/domain/outbox/outbox.ts";
import { type Entry, listEntries } from "../../../src/ledger/entries.ts";
import { declareFleet } from "../../../src/ledger/fleets.ts";
import { writeGeneration } from "../../../src/ledger/generations.ts";
import { takeLease } from "../../../src/ledger/leases.ts";
import type { Ledger } from "../../../src/ledger/ledger.ts";
import { rollouts } from "../../../src/ledger/runs/rollouts.ts";
import { openSqliteLedger } from "../../../src/ledger/stores/sqlite-ledger.ts";
import type { StepContext } from "../../../src/step/step.ts";
import { generation, rollout } from "../cli/records.ts";
import { A, B, BLUE, fakeWork, GREEN } from "./fake-work.ts";

export const NOW = 1_000_000;
export const INPUT = { fleet: "web", run: "web-1", fence: 1 };

interface Wanted {
  readonly record?: Partial<RolloutRecord>;
  readonly declaration?: Partial<FleetDeclaration>;
  readonly generations?: readonly Generation[];
  readonly answers?: NonNullable<Parameters<typeof fakeWork>[0]>["answers"];
}

/** A ledger with the fleet `web`, its rollout `web-1` under its lease, and an AWS that answers as told. */
export async function fakeStep(wanted: Wanted = {}) {
  const ledger: Ledger = openSqliteLedger(":memory:");
  const traffic = { strategy: "alb-weighted" as const, ...(fakeWork().work.fleet.traffic as object) };
  const declaration = {
    fleet: "web",
    template: "lt-0abc",
    image: { channel: "/images/web" },
    traffic: { ...traffic, steps: ["10%", "100%"], pause: "30s" },
    ...wanted.declaration,
  } as FleetDeclaration;
  await declareFleet(ledger, { declaration, by: "ada", now: 0 }, "absent");
  const both = [
    generation({ group: BLUE, targetGroup: A }),
    generation({ number: 7, group: GREEN, targetGroup: B, state: "launching", createdAt: 0 }),
  ];
  for (const each of wanted.generations ?? both) await writeGeneration(ledger, each, "absent");
  const record = rollout({
    declaration,
    startedAt: 0,
    phaseStartedAt: 0,
    deadlineAt: 9_000_000,
    ...wanted.record,
  });
  await rollouts.write(ledger, record, "absent");
  await takeLease(ledger, { fleet: "web", owner: "web-1", now: NOW - 1000, ttlSeconds: 600 });
  const { work, sent, reasons } = fakeWork({ answers: wanted.answers ?? {} });
  const published: unknown[][] = [];
  const started: unknown[][] = [];
  const context = {
    ...work.context,
    ledger,
    clock: { now: () => NOW },
    publish: async (events: readonly OutgoingEvent[]) =>
      events.map(({ detailType, detail }) => published.push([detailType, detail]) > 0),
    starter: {
      start: async (...execution: unknown[]) => {
        started.push(execution);
        return "started";
      },
    },
  } as unknown as StepContext<"autoScaling" | "elbv2" | "ec2" | "ssm" | "cloudWatch">;
  return {
    ledger,
    context,
    sent,
    reasons,
    published,
    started,
    after: async (): Promise<RolloutRecord | undefined> => (await rollouts.read(ledger, "web", "web-1"))?.run,
    entries: (): Promise<Entry[]> => listEntries(ledger, "web"),
  };
}
