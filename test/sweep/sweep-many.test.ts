import { GetParametersCommand } from "@aws-sdk/client-ssm";
import { beforeEach, expect, test } from "vitest";
import { declareFleet } from "../../src/ledger/fleets.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { rollouts } from "../../src/ledger/runs/rollouts.ts";
import { openSqliteLedger } from "../../src/ledger/stores/sqlite-ledger.ts";
import { publishFound } from "../../src/step/outbox/publish.ts";
import { sweep } from "../../src/sweep/sweep.ts";
import { rollout } from "../support/cli/records.ts";

const FLEETS = 600;
const nameOf = (index: number): string => `f${String(index).padStart(3, "0")}`;

let ledger: Ledger;
beforeEach(async () => {
  ledger = openSqliteLedger(":memory:");
  for (let index = 0; index < FLEETS; index += 1) {
    const traffic = { strategy: "none" as const };
    const declaration = {
      fleet: nameOf(index),
      template: "lt-0abc",
      image: { channel: "/images/web" },
      traffic,
    };
    await declareFleet(ledger, { declaration, by: "ada", now: 0 }, "absent");
  }
  return () => ledger.close();
});

let now = 0;
/** Sweeps an empty account in which it takes so long to read what a part of the fleets declares; answers those it came to, in order. */
async function swept(secondsAPart: number) {
  const came: string[] = [];
  const reading: Ledger = {
    ...ledger,
    get: (key) => {
      if (key.partition === "fleets" && !came.includes(key.sort)) came.push(key.sort);
      return ledger.get(key);
    },
  };
  const send = async (command: object): Promise<object> => {
    if (command instanceof GetParametersCommand) now += secondsAPart * 1000;
    return {};
  };
  const client = { send } as never;
  const report = await sweep({
    ledger: reading,
    clock: { now: () => now } as never,
    aws: { autoScaling: client, elbv2: client, ec2: client, ssm: client } as never,
    starter: { start: async () => "started" },
    publish: async (events) => events.map(() => true),
    executions: { status: async () => "running" },
  });
  return { ...report, came };
}

test("a sweep that has no time for all fleets stops in between, and the next one goes on there", async () => {
  const first = await swept(100);
  expect([first.came.length, first.left, first.notSwept]).toEqual([500, 100, []]);
  const second = await swept(100);
  expect(second.came[0]).toBe(nameOf(500));
  expect(new Set([...first.came, ...second.came]).size).toBe(FLEETS);
});

test("a fleet with a run that does not rest is looked at first, whichever letter it begins with", async () => {
  const run = rollout({ fleet: nameOf(599), id: "r-1", endedAt: null, outcome: null });
  await rollouts.write(ledger, run, "absent");
  expect((await swept(100)).came[0]).toBe(nameOf(599));
});

test("where there is time for all, the next sweep begins at the beginning", async () => {
  await swept(100);
  expect((await swept(1)).left).toBe(0);
  const { came, left } = await swept(1);
  expect([came[0], came.length, left]).toEqual([nameOf(0), FLEETS, 0]);
});

test("what stands of fleets that it did not come to is counted all the same", async () => {
  const key = { key: "a", kind: "irregularity" as const, reason: "odd", commands: [] };
  const reading = { fleet: nameOf(599), source: "scan", found: [key], isWhole: true };
  const context = { ledger, clock: { now: () => now } as never, publish: async () => [true] };
  await publishFound(reading, context);
  expect(await swept(100)).toMatchObject({ left: 100, attention: 1 });
});
