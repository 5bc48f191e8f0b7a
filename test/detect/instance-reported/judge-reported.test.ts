import type { Instance } from "@aws-sdk/client-ec2";
import { describe, expect, test } from "vitest";
import { instanceReported } from "../../../src/detect/instance-reported/instance-reported.ts";
import { readInstanceEvent } from "../../../src/detect/instance-reported/read-instance-event.ts";
import { listEntries } from "../../../src/ledger/entries.ts";
import { listFindings, putFinding } from "../../../src/ledger/findings.ts";
import { readDueFirst } from "../../../src/ledger/found/due-first.ts";
import { listStorms } from "../../../src/ledger/found/storms.ts";
import { writeGeneration } from "../../../src/ledger/generations.ts";
import { rollouts } from "../../../src/ledger/runs/rollouts.ts";
import { generation, rollout } from "../../support/cli/records.ts";
import { groupOf, instance, NOW } from "../../support/detect/scan/fake-account.ts";
import { fakeScan } from "../../support/detect/scan/fake-scan.ts";
import { finding } from "../../support/domain/findings.ts";

const ID = "i-0123456789abcdef0";
const AUTO = { drift: { "key-pair": "auto" } } as const;
const MINE = { KeyName: "mine" };
const EVENT = {
  id: "e1",
  source: "fleet.watch",
  "detail-type": "Instance Drift Detected",
  account: "123456789012",
  region: "us-east-1",
  time: "2026-11-20T10:00:00Z",
  detail: { instance: ID },
};

type Faking = Parameters<typeof fakeScan>[0];

async function reporting(asked: Faking = {}, special: Instance = {}) {
  const faked = await fakeScan({ declaration: AUTO, ...asked });
  const { account, context, ledger } = faked;
  const fleet = asked.fleets?.[0] ?? "web";
  account.servers = [instance(fleet, ID, { State: { Name: "running" }, ...special })];
  const take = (event: unknown, trustedSources: readonly string[] = ["fleet.watch"]) =>
    instanceReported(event, { ...context, region: "us-east-1", trustedSources });
  const report = () => take(EVENT);
  return { ...faked, take, report, entries: (of: string | null = fleet) => listEntries(ledger, of) };
}

describe("a claim about a server", () => {
  test("that has drifted: found, begun, and in the fleet's history with the claim", async () => {
    const { started, report, entries } = await reporting({}, MINE);
    const reason = `fleet.watch reported ${ID}: key pair found when it was read`;
    expect(await report()).toEqual({ reason, instance: ID, fleet: "web", rollout: started[0] });
    expect(started).toHaveLength(1);
    expect((await entries()).at(-1)).toMatchObject({
      kind: "event",
      action: "instance-reported",
      subject: ID,
      reason,
      evidence: {
        claim: { eventId: "e1", source: "fleet.watch", says: "Instance Drift Detected", instance: ID },
      },
    });
  });

  test("that is as it should be, and one that is so again", async () => {
    const { account, report, ledger } = await reporting();
    expect(await report()).toMatchObject({
      reason: `fleet.watch reported ${ID}: nothing is found, it is as it should be`,
      rollout: null,
    });
    const whole = account.servers;
    account.servers = [instance("web", ID, { State: { Name: "running" }, ...MINE })];
    await report();
    account.servers = whole;
    expect((await report()).reason).toBe(`fleet.watch reported ${ID}: nothing is found any more`);
    expect(await listFindings(ledger, "web")).toEqual([]);
  });

  test("lifts nothing of another server, and does not say which server is due first", async () => {
    const { report, ledger } = await reporting({
      declaration: { ...AUTO, age: { max: "9d", jitter: "0%" } },
    });
    await putFinding(ledger, "web", finding({ server: "i-other", isPublished: true }), NOW);
    await report();
    expect(await listFindings(ledger, "web")).toMatchObject([{ server: "i-other", absentIn: 0 }]);
    expect(await readDueFirst(ledger, "web")).toBeNull();
  });

  test("that differs in something that is acted on and in something that is not: begun", async () => {
    const { started, report } = await reporting({}, { ...MINE, ImageId: "ami-0bbb" });
    await report();
    expect(started).toHaveLength(1);
  });

  test("that differs in what is only observed: found, and nothing is begun", async () => {
    const { started, report, ledger } = await reporting({ declaration: {} }, MINE);
    expect(await report()).toMatchObject({ fleet: "web", rollout: null });
    expect([started, (await listFindings(ledger, "web")).length]).toEqual([[], 1]);
  });

  test("of a fleet that a rollout changes, with which", async () => {
    const { report, entries, ledger } = await reporting({}, MINE);
    await rollouts.write(ledger, rollout({}), "absent");
    const { reason, rollout: begun } = await report();
    expect(reason).toBe(
      `fleet.watch reported ${ID}: rollout web-1 is changing the fleet, a scan after it judges the server`,
    );
    expect([begun, await listFindings(ledger, "web")]).toEqual([null, []]);
    expect((await entries()).map((entry) => entry.reason)).toEqual([reason]);
  });

  test("of a fleet without a live generation", async () => {
    const { report } = await reporting({ special: { state: "launching" } }, MINE);
    expect((await report()).reason).toBe(`fleet.watch reported ${ID}: the fleet has no live generation`);
  });

  test("is judged by the live generation, not by the newest", async () => {
    const { report, ledger } = await reporting({}, MINE);
    const retained = generation({ number: 2, group: "web-g0002", state: "retained" });
    await writeGeneration(ledger, retained, "absent");
    expect((await report()).reason).toContain("key pair found");
  });
});

describe("a claim that is not looked into", () => {
  test("is not moult's own, whatever serverless.yml trusts", async () => {
    const { take } = await reporting({}, MINE);
    expect(await take({ ...EVENT, source: "moult" }, ["moult", "fleet.watch"])).toMatchObject({
      reason: "moult is no trusted source (custom.trustedSources in serverless.yml)",
      instance: ID,
      fleet: null,
      rollout: null,
    });
  });

  test("has its event in the account's history, cut to two thousand characters, and no server", async () => {
    const { take, entries } = await reporting();
    await take({ ...EVENT, detail: { instance: 7 }, padding: "x".repeat(3000) });
    await take(undefined);
    const [long, none] = await entries(null);
    expect(long).toMatchObject({ evidence: { eventId: "e1" } });
    expect(String(long?.evidence?.["event"])).toHaveLength(2000);
    expect(none?.evidence).toEqual({ eventId: null, event: "" });
    expect([long, none].map((each) => each !== undefined && "subject" in each)).toEqual([false, false]);
  });

  test("is described in five hundred characters", () => {
    const type = readInstanceEvent({ ...EVENT, "detail-type": "y".repeat(250) });
    expect(type).toMatchObject({ kind: "ignored" });
    const faults = readInstanceEvent({
      ...EVENT,
      source: undefined,
      account: "1",
      region: 7,
      time: "x".repeat(9),
    });
    expect(faults).toMatchObject({ kind: "malformed" });
    for (const each of [type, faults])
      expect("reason" in each && each.reason.length).toBeLessThanOrEqual(500);
  });
});

describe("a claim that makes a storm", () => {
  const fleets = Array.from({ length: 26 }, (_, index) => `f${String(index).padStart(2, "0")}`);
  const KEY = "drift#key pair#mine";

  /** The same stands on four fleets already; of the others so many are moving. */
  async function stormy(moving: number) {
    const faked = await reporting({ fleets }, MINE);
    const { ledger } = faked;
    for (const fleet of fleets.slice(1, 5))
      await putFinding(ledger, fleet, finding({ server: `i-${fleet}`, isPublished: true }), NOW);
    for (const fleet of fleets.slice(26 - moving)) await rollouts.write(ledger, rollout({ fleet }), "absent");
    return faked;
  }

  test("five of twenty-five that could be judged are none: it is begun", async () => {
    const { ledger, report, started } = await stormy(1);
    await report();
    expect([await listStorms(ledger), started.length]).toEqual([[], 1]);
  });

  test("five of twenty-four are one: it is held, and found", async () => {
    const { ledger, report, started } = await stormy(2);
    expect(await report()).toMatchObject({ fleet: "f00", rollout: null });
    expect(await listStorms(ledger)).toMatchObject([{ key: KEY, fleets: 5 }]);
    expect([started, (await listFindings(ledger, "f00")).length]).toEqual([[], 1]);
  });

  test("a fleet that cannot be read does not count, nor one without a live generation", async () => {
    const { ledger, report, started } = await stormy(0);
    const place = { partition: "fleet#f25", sort: "generation#000001" };
    const { schema = 1 } = (await ledger.get(place)) ?? {};
    await ledger.put({ ...place, schema, body: { nonsense: true } }, "any");
    const special = { fleet: "f24", number: 1, group: groupOf("f24"), state: "retained" as const };
    await writeGeneration(ledger, generation(special), "any");
    await report();
    expect([(await listStorms(ledger)).length, started]).toEqual([1, []]);
  });
});
