import type { Ledger } from "../../src/ledger/ledger.ts";
import { sweepOnce } from "../../rehearsal/rehearsal.ts";
import { readLease, takeLease } from "../../src/ledger/leases.ts";
import { activeFreeze } from "../../src/ledger/freezes.ts";
import { readOutbox } from "../../src/ledger/outbox/outbox.ts";
import { blueFallsIll, blueIsMended, needsPerson, settling } from "../support/scenarios/blue-falls-ill.ts";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";
import { saidOf, statusOf, sweepFor, sweepLogged, timesOf } from "../support/scenarios/sweeps.ts";

const HURRIED = { deadlines: { rollout: "1h" } };
const ILL = { lost: true, suspended: ["HealthCheck", "ReplaceUnhealthy"] };
const needing = (lines: readonly { readonly NeedAttention: number }[]): number[] =>
  lines.map(({ NeedAttention }) => NeedAttention);

/** The item as code of a later version would have written it; answers what puts it back. */
async function writtenByNewer(web: Web, prefix: string): Promise<() => Promise<void>> {
  const [item] = await web.ledger.list("fleet#web", { prefix });
  if (item === undefined) throw new Error(`nothing is called ${prefix}`);
  const newer = await web.ledger.put({ ...item, schema: 99 }, item.revision);
  return async () => void (await web.ledger.put(item, newer.revision));
}

for (const prefix of ["rollout#", "generation#", "wanted"]) {
  scenario(
    `a newer version wrote ${prefix}, and an older one is put back: frozen and said, once; the newer one again: thawed`,
    {},
    async (web) => {
      await web.publish();
      await web.settled();
      const putBack = await writtenByNewer(web, prefix);
      const lines = await sweepFor(web, 60);
      expect(needing(lines)).toEqual(Array.from({ length: 12 }, () => 1));
      expect(saidOf(web, "newer-record")).toEqual([
        expect.stringMatching(/^frozen: .* was written by schema 99, .*deploy the newer version$/),
      ]);
      expect(await statusOf(web)).toEqual([["newer-record", true]]);
      const now = web.simulator.clock.now();
      expect(await activeFreeze(web.ledger, "web", now)).toMatchObject({ by: "sweep", until: null });
      await putBack();
      await sweepFor(web, 15);
      expect(await statusOf(web)).toEqual([]);
      expect(await activeFreeze(web.ledger, "web", web.simulator.clock.now())).toBeUndefined();
      expect(needing([await sweepLogged(web)])).toEqual([0]);
      expect(timesOf(web, "Fleet Needs Attention")).toBe(1);
      const acts = (await web.entries()).map(({ action }) => action);
      expect(acts.filter((action) => action === "freeze" || action === "unfreeze")).toEqual([
        "freeze",
        "unfreeze",
      ]);
    },
  );
}

scenario(
  "blue is retained: said once, in the status, and an alarm that rings as long as it stands",
  {
    image: { "sim:command-exit-code:handoff": "1" },
    declaration: { retire: { drain: "60s", handoff: { command: "/opt/handoff", timeout: "5m" } } },
    leaves: { retained: [1] },
  },
  async (web) => {
    await web.publish();
    await web.settled();
    expect(await statusOf(web)).toEqual([["generation-retained", false]]);
    expect(needing(await sweepFor(web, 180))).toEqual(Array.from({ length: 36 }, () => 1));
    expect(saidOf(web, "generation-retained")).toEqual([
      expect.stringMatching(/^generation 1 is retained, out of traffic: /),
    ]);
    expect(await statusOf(web)).toEqual([["generation-retained", true]]);
    const entries = (await web.entries()).filter(({ action }) => action === "irregularity");
    expect(entries).toMatchObject([{ reason: expect.stringMatching(/^generation 1 is retained/) }]);
  },
);

scenario(
  "a rollback stands for two hours: said once, in the status and as an alarm; over when it ends",
  { leaves: { lost: true } },
  async (web) => {
    await web.publish();
    await web.untilShifted(50);
    await blueFallsIll(web);
    await web.abort();
    const before = await sweepFor(web, 110);
    expect(saidOf(web, "rollback-stands")).toEqual([]);
    const after = await sweepFor(web, 40);
    expect(saidOf(web, "rollback-stands")).toEqual([
      expect.stringMatching(/^the rollback of rollout .* has stood since .*blue has no healthy server/),
    ]);
    expect(needing(after).at(-1)).toBe(1 + (needing(before).at(-1) ?? 0));
    expect(await statusOf(web)).toContainEqual(["rollback-stands", true]);
    await blueIsMended(web);
    await web.settled();
    await web.minutes(2);
    expect(needing([await sweepLogged(web)])).toEqual([0]);
    expect(saidOf(web, "rollback-stands")).toHaveLength(1);
    expect(await statusOf(web)).toEqual([]);
  },
);

scenario(
  "a rollout that needs a person, is settled on a blue that stays ill, and needs one again: said each time",
  { declaration: HURRIED, leaves: { ...ILL, needsPerson: true } },
  async (web) => {
    await needsPerson(web);
    expect(needing(await sweepFor(web, 10))).toEqual([1, 1]);
    await (await settling(web, "blue")).started?.settled;
    expect(await web.rollout()).toMatchObject({ outcome: "needs-person", settlement: { keep: "blue" } });
    expect(await statusOf(web)).toContainEqual(["needs-person", false]);
    expect(needing(await sweepFor(web, 60))).toEqual(Array.from({ length: 12 }, () => 1));
    expect(await statusOf(web)).toEqual([["needs-person", true]]);
    expect(saidOf(web, "needs-person")).toHaveLength(2);
    expect(timesOf(web, "Rollout Needs Person")).toBe(2);
  },
);

/** Since when the bus refuses everything; null: it takes what comes. */
let refusing = false;
scenario(
  "the bus refuses every event for an hour: nothing is marked, each is sent again until it is taken, and then never",
  {
    simulator: {
      faults: ({ action }) =>
        refusing && action === "PutEvents"
          ? { kind: "error", code: "ThrottlingException", status: 400, message: "Rate exceeded" }
          : undefined,
    },
  },
  async (web) => {
    refusing = true;
    await web.publish();
    await web.settled();
    const lines = await sweepFor(web, 60);
    expect(web.published).toEqual([]);
    const kept = await readOutbox(web.ledger, "web");
    const shifts = Array.from({ length: (await web.rollout()).traffic.step }, () => "Traffic Shifted");
    const all = ["Rollout Started", ...shifts, "Rollout Succeeded"];
    expect(kept.pending.map(({ detailType }) => detailType)).toEqual(all);
    expect(kept.taken).toEqual([]);
    expect(lines.map(({ UnsentEvents }) => UnsentEvents).slice(2)).toEqual(
      Array.from({ length: 10 }, () => all.length),
    );
    const puts = () => web.simulator.calls.records.filter(({ action }) => action === "PutEvents").length;
    const refused = puts();
    expect(refused).toBe(2 + 12);
    refusing = false;
    await sweepFor(web, 60);
    expect(puts() - refused).toBe(1);
    expect(web.published.map((event) => event["detail-type"])).toEqual(all);
    const after = await readOutbox(web.ledger, "web");
    expect([after.pending, after.taken.length]).toEqual([[], all.length]);
  },
);

scenario(
  "a fleet that could not be swept says so, once, in the status and as an alarm, and not any more when it was",
  {},
  async (web) => {
    const list: Ledger["list"] = web.ledger.list.bind(web.ledger);
    let isSlow = true;
    Object.assign(web.ledger, {
      list: async (partition: string, options: Parameters<typeof list>[1]) => {
        if (isSlow && partition === "fleet#web" && options?.prefix === "retirement#")
          throw new Error("odd answer");
        return list(partition, options);
      },
    });
    const lines = await sweepFor(web, 30);
    expect(lines.map(({ FleetsNotSwept }) => FleetsNotSwept)).toEqual(Array.from({ length: 6 }, () => 1));
    expect(needing(lines)).toEqual(Array.from({ length: 6 }, () => 1));
    expect(lines[0]?.warnings).toEqual(["could not be swept: odd answer"]);
    expect(saidOf(web, "not-swept")).toEqual(["could not be swept: odd answer"]);
    isSlow = false;
    expect(await statusOf(web)).toEqual([["not-swept", true]]);
    expect(await sweepLogged(web)).toMatchObject({ NeedAttention: 0, FleetsNotSwept: 0 });
    expect(await statusOf(web)).toEqual([]);
  },
);

scenario(
  "the process ends between a rollout's end and its lease: the next sweep frees it, and the next one begins",
  {},
  async (web) => {
    await web.publish();
    await web.settled();
    const { id } = await web.rollout();
    const now = web.simulator.clock.now();
    await takeLease(web.ledger, { fleet: "web", owner: id, now, ttlSeconds: 600 });
    expect((await sweepOnce(web)).irregularities).toEqual([
      { fleet: "web", irregularity: `the lease of ${id} outlived it and is free again`, repaired: true },
    ]);
    expect(web.simulator.clock.now() - now).toBeLessThan(60_000);
    expect((await readLease(web.ledger, "web"))?.owner).toBeNull();
    expect((await sweepOnce(web)).irregularities).toEqual([]);
  },
);

scenario(
  "the bus takes 2.5 s: the command's execution has ended when its lease is free, and the next one begins at once",
  {
    simulator: {
      faults: ({ action }) => (action === "PutEvents" ? { kind: "delay", seconds: 2.5 } : undefined),
    },
  },
  async (web) => {
    const id = await web.start({ force: true });
    await web.engine.settled(id);
    expect((await readLease(web.ledger, "web"))?.owner).toBeNull();
    const next = await web.start({ image: await web.bake() });
    await web.until("LaunchGreen");
    expect((await web.rollout()).execution).toBe(next);
  },
);
