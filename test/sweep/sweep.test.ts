import { describe } from "vitest";
import { sweepOnce } from "../../rehearsal/rehearsal.ts";
import type { Phase } from "../../src/domain/run/rollout.ts";
import { freeze } from "../../src/ledger/freezes.ts";
import { readLease, releaseLease, takeLease } from "../../src/ledger/leases.ts";
import { rollouts } from "../../src/ledger/runs/rollouts.ts";
import { changeWanted } from "../../src/ledger/wanted.ts";
import { openSweepContext } from "../../src/sweep/open-context.ts";
import { sweep } from "../../src/sweep/sweep.ts";
import { rollout as recordOf } from "../support/cli/records.ts";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";

const TAKEN_AT: readonly Phase[] = [
  "LaunchGreen",
  "ObserveGreen",
  "ValidateGreen",
  "ShiftTraffic",
  "Bake",
  "RetireBlue",
  "RollBack",
];

/** The execution is stopped as it enters the state, as StopExecution does. */
async function dieIn(web: Web, phase: Phase, begin: () => Promise<unknown>): Promise<string> {
  const entered = web.until(phase);
  await begin();
  await entered;
  const [id = ""] = web.engine.running();
  web.engine.stop(id);
  await web.engine.settled(id);
  return id;
}

const RESTS = {
  fleets: 1,
  irregularities: [],
  begun: [],
  notSwept: [],
  left: 0,
  attention: 0,
  unsent: 0,
  counts: expect.anything(),
};
const recoveries = (web: Web): string[] =>
  web.ended.map(({ name }) => name).filter((name) => name.includes("-recover-"));

/** The fleet rests: another sweep says nothing, changes nothing and writes nothing. */
async function expectIdempotent(web: Web): Promise<void> {
  const [changes, entries] = [web.changes().length, (await web.entries()).length];
  expect(await sweepOnce(web)).toEqual(RESTS);
  await web.settled();
  expect([web.changes().length, (await web.entries()).length]).toEqual([changes, entries]);
}

describe("a rollout whose execution died is taken over once, by two sweeps at the same time", () => {
  for (const phase of TAKEN_AT) {
    scenario(`in ${phase}`, {}, async (web) => {
      const id = await dieIn(web, phase, async () => {
        await web.start({ force: true });
        if (phase !== "RollBack") return;
        await web.until("ObserveGreen");
        await web.abort();
      });
      const reports = await Promise.all([sweepOnce(web), sweepOnce(web)]);
      const repaired = reports.flatMap(({ irregularities }) => irregularities);
      expect(repaired).toMatchObject([{ fleet: "web", repaired: true }]);
      expect(repaired[0]?.irregularity).toContain(`rollout ${id} stood in`);
      await web.settled();
      // In the bake the step that was under way may still have written that it waits: then a next leg goes on.
      expect(web.ended.filter(({ name }) => /-recover-|-leg-/.test(name))).toHaveLength(1);
      expect(await web.rollout()).toMatchObject({ id, endedAt: expect.any(Number) });
      await expectIdempotent(web);
    });
  }
});

scenario("the death of a recovery is taken over again, and another one's too", {}, async (web) => {
  await dieIn(web, "ValidateGreen", async () => web.start({ force: true }));
  for (const deaths of [1, 2]) {
    await dieIn(web, "RollBack", () => sweepOnce(web));
    expect(recoveries(web)).toHaveLength(deaths);
  }
  expect((await sweepOnce(web)).irregularities).toHaveLength(1);
  await web.settled();
  expect(new Set(recoveries(web)).size).toBe(3);
  await expectIdempotent(web);
});

/** Sweeps beside executions elsewhere, of which the first recovery stands so. Answers the names that were started. */
async function sweepElsewhere(web: Web, first: "running" | "ended"): Promise<string[]> {
  const started: string[] = [];
  const { ledger, clock, publish } = web.runtime;
  await sweep({
    ledger,
    clock,
    publish,
    aws: openSweepContext(web.runtime).aws,
    executions: { status: async (_machine, name) => (name.endsWith("-1") ? first : "ended") },
    starter: {
      start: async (_machine, name) => {
        if (name.endsWith("-1")) return "already-started";
        started.push(name);
        return "started";
      },
    },
  });
  return started;
}

scenario(
  "a recovery that died before it took the rollout over does not stop the next one",
  {},
  async (web) => {
    const id = await dieIn(web, "ValidateGreen", async () => web.start({ force: true }));
    expect(await sweepElsewhere(web, "running")).toEqual([]);
    expect(await sweepElsewhere(web, "ended")).toEqual([
      expect.stringMatching(new RegExp(`^${id}-recover-[0-9a-f]{8}-2$`, "u")),
    ]);
    await sweepOnce(web);
    await web.settled();
  },
);

scenario("a dead rollout is left alone while another one holds the fleet's lease", {}, async (web) => {
  const id = await dieIn(web, "ShiftTraffic", () => web.start({ force: true }));
  const lease = await readLease(web.ledger, "web");
  await web.minutes(((lease?.expiresAt ?? 0) - web.simulator.clock.now()) / 60_000 + 1);
  const now = web.simulator.clock.now();
  const held = await takeLease(web.ledger, { fleet: "web", owner: "another", now, ttlSeconds: 600 });
  expect(held.taken).toBe(true);
  expect((await sweepOnce(web)).irregularities).toEqual([]);
  expect(recoveries(web)).toEqual([]);
  await releaseLease(web.ledger, { fleet: "web", owner: "another", fence: (lease?.fence ?? 0) + 1 });
  expect((await sweepOnce(web)).irregularities[0]?.irregularity).toContain(
    `rollout ${id} stood in ShiftTraffic`,
  );
  await web.settled();
  await expectIdempotent(web);
});

scenario("a redrive of the original after the recovery changes nothing", {}, async (web) => {
  const id = await dieIn(web, "ValidateGreen", async () => web.start({ force: true }));
  await sweepOnce(web);
  await web.settled();
  const changes = web.changes().length;
  expect(web.engine.redrive(id)).toBe("started");
  await web.settled();
  expect(web.changes()).toHaveLength(changes);
});

scenario("a redrive of the original during the recovery changes nothing either", {}, async (web) => {
  const id = await dieIn(web, "ValidateGreen", async () => web.start({ force: true }));
  await dieIn(web, "RollBack", () => sweepOnce(web));
  const changes = web.changes().length;
  web.engine.redrive(id);
  await web.settled();
  expect(web.changes()).toHaveLength(changes);
  await sweepOnce(web);
  await web.settled();
});

scenario("a rollout that runs is left alone", {}, async (web) => {
  const started = await web.start({ force: true });
  await web.until("ShiftTraffic");
  expect(await sweepOnce(web)).toEqual(RESTS);
  await web.settled();
  expect(web.ended.map(({ name }) => name)).toEqual([started]);
  expect(await web.rollout()).toMatchObject({ outcome: "succeeded" });
});

/** A rollout that an execution elsewhere carries: this engine does not know it. */
async function elsewhere(web: Web, leaseSeconds: number): Promise<void> {
  const now = web.simulator.clock.now();
  const times = { startedAt: now, phaseStartedAt: now, deadlineAt: now + 3_600_000 };
  const record = recordOf({
    id: "far-away",
    execution: "far-away",
    phase: "Admit",
    blue: 1,
    green: 2,
    ...times,
  });
  await rollouts.write(web.ledger, record, "absent");
  await takeLease(web.ledger, { fleet: "web", owner: "far-away", now, ttlSeconds: leaseSeconds });
}

scenario("an unknown execution is dead only when its lease has run out", {}, async (web) => {
  await elsewhere(web, 600);
  expect((await sweepOnce(web)).irregularities).toEqual([]);
  await web.minutes(11);
  expect((await sweepOnce(web)).irregularities).toMatchObject([{ repaired: true }]);
  await web.settled();
  expect(await web.rollout()).toMatchObject({ id: "far-away", outcome: "rolled-back" });
  await expectIdempotent(web);
});

scenario("a frozen fleet is left alone until it is not frozen any more", {}, async (web) => {
  await dieIn(web, "LaunchGreen", async () => web.start({ force: true }));
  // What the execution had under way when it was stopped.
  await web.minutes(1);
  const now = web.simulator.clock.now();
  await freeze(web.ledger, { fleet: "web", reason: "audit", by: "ada", since: now, until: now + 1_800_000 });
  expect((await sweepOnce(web)).irregularities).toEqual([]);
  await web.minutes(31);
  expect((await sweepOnce(web)).irregularities).toMatchObject([{ repaired: true }]);
  await web.settled();
});

scenario("a lease that outlived its owner is freed, and told once", {}, async (web) => {
  const { clock } = web.simulator;
  await takeLease(web.ledger, { fleet: "web", owner: "admit-died", now: clock.now(), ttlSeconds: 600 });
  expect((await sweepOnce(web)).irregularities).toEqual([]);
  await web.minutes(11);
  const irregularity = "the lease of admit-died outlived it and is free again";
  expect((await sweepOnce(web)).irregularities).toEqual([{ fleet: "web", irregularity, repaired: true }]);
  expect((await web.entries()).at(-1)).toMatchObject({ action: "sweep", reason: irregularity });
  await expectIdempotent(web);
});

scenario("servers that a person wants replaced are, though nothing came of their start", {}, async (web) => {
  const now = web.simulator.clock.now();
  const launchedBefore = { instant: now, by: "ada", reason: "kernel", at: now };
  await changeWanted(web.ledger, "web", (before) => ({ ...before, launchedBefore }));
  const [{ begun }, second] = await Promise.all([sweepOnce(web), sweepOnce(web)]);
  expect(begun).toMatchObject([
    { fleet: "web", reason: expect.stringMatching(/^ada wants servers .*: kernel$/) },
  ]);
  expect(second.begun).toEqual(begun);
  await web.settled();
  expect(web.ended.map(({ name }) => name)).toEqual([begun[0]?.rollout]);
  expect(await web.rollout()).toMatchObject({ outcome: "succeeded", cause: { by: "ada" } });
  await expectIdempotent(web);
});

scenario("an image whose event was lost is rolled out by the next sweep", {}, async (web) => {
  web.listening = false;
  const image = await web.publish();
  const { begun } = await sweepOnce(web);
  expect(begun).toMatchObject([{ fleet: "web" }]);
  await web.settled();
  expect(await web.rollout()).toMatchObject({ imageTo: image, outcome: "succeeded" });
  await expectIdempotent(web);
});
