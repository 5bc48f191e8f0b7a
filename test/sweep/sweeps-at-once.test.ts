import { beforeEach, describe, expect, test } from "vitest";
import { sweepOnce } from "../../rehearsal/rehearsal.ts";
import { listEntries } from "../../src/ledger/entries.ts";
import { declareFleet } from "../../src/ledger/fleets.ts";
import { activeFreeze } from "../../src/ledger/freezes.ts";
import { writeGeneration } from "../../src/ledger/generations.ts";
import { takeLease } from "../../src/ledger/leases.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { openSqliteLedger } from "../../src/ledger/stores/sqlite-ledger.ts";
import { keepEvents } from "../../src/step/outbox/publish.ts";
import { sweep } from "../../src/sweep/sweep.ts";
import { generationOf } from "../support/rollout/generation-of.ts";
import { withFleets } from "../support/rollout/several-fleets.ts";
import { expect as inScenario, scenario, type Web } from "../support/scenarios/harness.ts";

/*
 * Nothing keeps two sweeps apart: the schedule's and one for each execution that did not end well come whenever they come. Two at
 * once do what one does. test/sweep/sweep.test.ts has the runs that they take over, test/scenarios/legs.test.ts the legs.
 */
const twice = (web: Pick<Web, "runtime">) => Promise.all([sweepOnce(web as Web), sweepOnce(web as Web)]);

scenario("two sweeps at once begin what no event has begun, once", {}, async (web) => {
  web.listening = false;
  const image = await web.publish();
  const [one, other] = await twice(web);
  inScenario(one.begun).toMatchObject([{ fleet: "web" }]);
  inScenario(other.begun).toEqual(one.begun);
  await web.settled();
  inScenario(await web.rollouts()).toMatchObject([{ imageTo: image, outcome: "succeeded" }]);
  inScenario(await sweepOnce(web)).toMatchObject({ irregularities: [], begun: [], attention: 0 });
});

scenario("two sweeps at once free a lease that outlived its owner, and say so once", {}, async (web) => {
  const { clock } = web.simulator;
  await takeLease(web.ledger, { fleet: "web", owner: "admit-died", now: clock.now(), ttlSeconds: 600 });
  await web.minutes(11);
  const irregularity = "the lease of admit-died outlived it and is free again";
  const reports = await twice(web);
  inScenario(reports.flatMap(({ irregularities }) => irregularities)).toEqual([
    { fleet: "web", irregularity, repaired: true },
  ]);
  const said = (await web.entries()).filter(({ reason }) => reason === irregularity);
  inScenario(said).toHaveLength(1);
});

test("two sweeps at once tell once of what none of them mends", async () => {
  await withFleets(["web", "api"], async (fleets) => {
    const first = await generationOf(fleets.ledger, "web");
    await writeGeneration(fleets.ledger, { ...first, number: 2 }, "absent");
    const sent = (): number =>
      fleets.simulator.calls.records.filter(({ service }) => service === "events").length;
    const before = sent();
    const found = await Promise.all([fleets.find(), fleets.find()]);
    const irregularity = "generations 2 and 1 are both live";
    for (const each of found) expect(each).toMatchObject([{ fleet: "web", irregularity }]);
    expect(sent() - before).toBe(1);
    const entries = await listEntries(fleets.ledger, "web");
    expect(entries.filter(({ action }) => action === "irregularity")).toHaveLength(1);
    expect(fleets.changes()).toEqual([]);
  });
});

describe("in an account without servers", () => {
  let ledger: Ledger;
  let now: number;
  let published: string[];
  beforeEach(async () => {
    ledger = openSqliteLedger(":memory:");
    [now, published] = [5_000, []];
    const [template, image, traffic] = ["lt-0abc", { channel: "/web" }, { strategy: "none" as const }];
    await declareFleet(
      ledger,
      { declaration: { fleet: "web", template, image, traffic }, by: "ada", now: 0 },
      "any",
    );
    return () => ledger.close();
  });

  const client = { send: async () => ({}) } as never;
  const one = () =>
    sweep({
      ledger,
      clock: { now: () => now } as never,
      aws: { autoScaling: client, elbv2: client, ec2: client, ssm: client } as never,
      starter: { start: async () => "started" },
      publish: async (events) => events.map(({ id }) => published.push(id) > 0),
      executions: { status: async () => "ended" },
    });
  const put = (sort: string, schema: number) =>
    ledger.put({ partition: "fleet#web", sort, schema, body: { except: [] } }, "any");
  const actions = async (): Promise<string[]> =>
    (await listEntries(ledger, "web")).flatMap(({ action, actor }) =>
      actor === "sweep" && action ? [action] : [],
    );

  test("an event that the bus did not take is sent by one of them", async () => {
    const event = { id: "e-1", detailType: "Fleet Needs Attention", detail: { fleet: "web" } } as never;
    await keepEvents("web", [event], { ledger, clock: { now: () => now } as never });
    now += 600_000;
    await Promise.all([one(), one()]);
    expect(published).toEqual(["e-1"]);
  });

  test("a fleet that cannot be read is told once, and thawed once", async () => {
    await put("except", 99);
    const reports = await Promise.all([one(), one()]);
    for (const { notSwept } of reports) expect(notSwept).toMatchObject([{ fleet: "web", repaired: false }]);
    expect(await activeFreeze(ledger, "web", now)).toMatchObject({ by: "sweep", until: null });
    expect(published).toHaveLength(1);
    // What is decided is written down before it is done, so that each of them says that it freezes.
    expect((await actions()).toSorted()).toEqual(["freeze", "freeze", "irregularity"]);
    const item = await ledger.get({ partition: "fleet#web", sort: "except" });
    await ledger.remove({ partition: "fleet#web", sort: "except" }, item?.revision ?? 0);
    now += 300_000;
    for (const { notSwept } of await Promise.all([one(), one()])) expect(notSwept).toEqual([]);
    expect(await activeFreeze(ledger, "web", now)).toBeUndefined();
    expect(published).toHaveLength(1);
    expect((await actions()).filter((action) => action === "unfreeze")).toHaveLength(1);
  });
});
