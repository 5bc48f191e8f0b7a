import { sweepOnce } from "../../rehearsal/rehearsal.ts";
import { retirements } from "../../src/ledger/runs/retirements.ts";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";
import { retiredOf, TWO_HOURS } from "../support/scenarios/terminate-hook.ts";
import { releasedIn010 } from "../support/upgrade/released-in-0-1-0.ts";

const ID = "web-g0001-retirement";

/** What the ledger and AWS have seen of moult so far. */
const before = async (web: Web) => ({
  retirements: await retirements.list(web.ledger, "web"),
  rollouts: await web.rollouts(),
  entries: (await web.entries()).length,
  changes: web.changes().length,
});

scenario(
  "an input that does not fit is refused with a clear answer, and nothing is changed",
  { group: TWO_HOURS },
  async (web) => {
    await web.publish();
    await web.until("TakeDown");
    await web.minutes(1);
    const { id: rollout } = await web.rollout();
    let started = 0;
    const refused = async (machine: "rollout" | "retirement", input: object): Promise<unknown> => {
      const name = `by-hand-${(started += 1)}`;
      const standing = await before(web);
      web.engine.startWith(name, { ...input }, machine);
      const { status, cause } = await web.engine.settled(name);
      expect(await before(web)).toEqual(standing);
      return `${status}: ${String(cause)}`;
    };
    expect(await refused("retirement", { fleet: "web", retirement: ID })).toBe(
      `FAILED: execution ${ID} may still carry retirement ${ID}: wait for its end`,
    );
    expect(await refused("retirement", { fleet: "api", retirement: ID })).toBe(
      `FAILED: the ledger has no retirement ${ID} of fleet api`,
    );
    expect(await refused("retirement", { fleet: "web", retirement: "web-g0002-retirement" })).toBe(
      "FAILED: the ledger has no retirement web-g0002-retirement of fleet web",
    );
    expect(await refused("retirement", { fleet: "web", retirement: rollout })).toBe(
      `FAILED: the ledger has no retirement ${rollout} of fleet web`,
    );
    // A retirement has no legs that are named before: each takes up where the one before stood.
    expect(await refused("rollout", { fleet: "web", leg: { run: ID, number: 2 } })).toBe(
      `FAILED: the ledger has no run ${ID}`,
    );
    expect(await refused("rollout", { fleet: "web", recover: ID })).toBe(
      `FAILED: the ledger has no rollout ${ID} of fleet web`,
    );
    await web.settled();
    expect(await retiredOf(web)).toMatchObject([{ outcome: "succeeded", execution: ID }]);
  },
);

scenario(
  "a retirement that polls more often than one execution may is taken up by the next sweep, where it stands",
  { group: TWO_HOURS, legPolls: 20 },
  async (web) => {
    await web.publish();
    await web.until("TakeDown");
    while ((await retiredOf(web)).some(({ endedAt }) => endedAt === null)) {
      await web.minutes(5);
      await sweepOnce(web);
    }
    await web.settled();
    const [retirement] = await retiredOf(web);
    expect(retirement).toMatchObject({ outcome: "succeeded", failure: null });
    // Until the sweep comes nobody polls it: the servers stop all the same, and the end is seen five minutes later.
    expect(((retirement?.endedAt ?? 0) - (retirement?.startedAt ?? 0)) / 60_000).toBeLessThan(130);
    const legs = web.ended.filter(({ name }) => name.includes("-retirement"));
    expect(legs.length).toBeGreaterThan(4);
    expect(new Set(legs.map(({ status }) => status))).toEqual(new Set(["SUCCEEDED"]));
  },
);

scenario(
  "a rollout of the former version that waits for its released blue's hook leaves it to a retirement after the upgrade",
  { group: TWO_HOURS },
  async (web) => {
    await web.publish();
    await web.until("RetireBlue");
    while ((await web.rollout()).removals["web"]?.toZeroAt == null) await web.minutes(0.05);
    const { id } = await web.rollout();
    web.engine.stop(id);
    await web.engine.settled(id);
    // As version 0.1.0 polls on: it knows no retirement, and holds the fleet.
    await web.minutes(40);
    const place = { partition: "fleet#web", sort: `rollout#${id}` };
    const record = await web.rollout();
    const body = releasedIn010(record, record.removals["web"]?.toZeroAt ?? 0);
    await web.ledger.put({ ...place, schema: 1, body }, "any");
    web.engine.redrive(id);
    await web.until("TakeDown");
    expect(await web.rollout()).toMatchObject({ id, outcome: "succeeded" });
    const image = await web.publish();
    await web.until("Replaced");
    expect(await web.liveImage()).toBe(image);
    await web.settled();
    expect((await retiredOf(web)).map(({ outcome }) => outcome)).toEqual(["succeeded", "succeeded"]);
  },
);
