import { autoScalingClient } from "../../../../src/aws/auto-scaling/auto-scaling.ts";
import { connect } from "../../../../src/aws/connect.ts";
import { ec2Client } from "../../../../src/aws/ec2/ec2.ts";
import { scan } from "../../../../src/detect/scan/scan.ts";
import type { FleetDeclaration } from "../../../../src/domain/declaration/fleet.ts";
import { expectationsOf } from "../../../../src/domain/drift/drift-kinds.ts";
import { launchFacts } from "../../../../src/domain/drift/launch-facts.ts";
import type { OutgoingEvent } from "../../../../src/domain/outbox/outbox.ts";
import type { Generation } from "../../../../src/domain/generation.ts";
import { declareFleet, readFleet } from "../../../../src/ledger/fleets.ts";
import { readGeneration, writeGeneration } from "../../../../src/ledger/generations.ts";
import type { Ledger } from "../../../../src/ledger/ledger.ts";
import { openSqliteLedger } from "../../../../src/ledger/stores/sqlite-ledger.ts";
import type { ExecutionStarter } from "../../../../src/step/step.ts";
import { generation } from "../../cli/records.ts";
import { DATA, fakeAccount, groupOf, NOW } from "./fake-account.ts";

/** What was pinned at the launch of a fleet's servers. */
export const PINNED = expectationsOf(
  launchFacts({
    templateVersion: 6,
    image: "ami-0aaa",
    data: DATA,
    group: { VPCZoneIdentifier: "subnet-a" },
  }),
);

interface Fleets {
  readonly fleets?: readonly string[];
  readonly declaration?: Partial<FleetDeclaration>;
  /** Of the live generations. */
  readonly special?: Partial<Generation>;
  /** Fleets that one part reads; as many as ever when it is not there. */
  readonly fleetsAtOnce?: number;
}

/** Fleets at rest with a server each, a scan of them, and what it writes, publishes and starts. */
export async function fakeScan({
  fleets = ["web"],
  declaration = {},
  special = {},
  fleetsAtOnce,
}: Fleets = {}) {
  const { account, ec2, autoScaling } = fakeAccount(fleets);
  const store = openSqliteLedger(":memory:");
  const writes: string[] = [];
  const ledger: Ledger = {
    ...store,
    put: async (write, expected) => {
      const item = await store.put(write, expected);
      writes.push(`${write.partition}/${write.sort}`);
      return item;
    },
  };
  const declare = async (fleet: string, more: Partial<FleetDeclaration>): Promise<void> => {
    const least = {
      fleet,
      template: "lt-0abc",
      image: { channel: `/images/${fleet}` },
      traffic: { strategy: "none" },
    } as const;
    const before = await readFleet(ledger, fleet);
    const whole = { ...least, ...more };
    await declareFleet(ledger, { declaration: whole, by: "ada", now: 0 }, before?.revision ?? "absent");
  };
  for (const fleet of fleets) {
    await declare(fleet, declaration);
    const live = { fleet, number: 1, group: groupOf(fleet), createdAt: 0, expectations: PINNED };
    await writeGeneration(ledger, generation({ ...live, ...special }), "absent");
  }
  const published: [string, Readonly<Record<string, unknown>>][] = [];
  const started: string[] = [];
  const starter: ExecutionStarter = {
    start: async (_machine, name) => {
      started.push(name);
      return "started";
    },
  };
  const clock = { now: () => now, sleep: async () => undefined };
  let now = NOW;
  const aws = connect({ ec2: ec2Client, autoScaling: autoScalingClient }, { region: "us-east-1" }, []);
  const context = {
    ledger,
    clock,
    aws,
    starter,
    publish: async (events: readonly OutgoingEvent[]) =>
      events.map(({ detailType, detail }) => published.push([detailType, { ...detail }]) > 0),
  };
  const whole = async (): Promise<number> => {
    let parts = 0;
    for (let given = null as Parameters<typeof scan>[0]; ; ) {
      const answer = await scan(given, context, fleetsAtOnce);
      parts += 1;
      if (answer.verdict === "pass") return parts;
      given = answer.progress;
    }
  };
  writes.length = 0;
  return {
    account,
    ec2,
    autoScaling,
    ledger,
    context,
    writes,
    published,
    started,
    declare,
    /** Runs a whole scan so many minutes later, and answers in how many parts. */
    scan: (minutes = 0): Promise<number> => {
      now += minutes * 60_000;
      return whole();
    },
    live: async (fleet = "web"): Promise<Generation | undefined> =>
      (await readGeneration(ledger, fleet, 1))?.generation,
  };
}
