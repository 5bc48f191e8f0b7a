import { describe, expect, test } from "vitest";
import { activeFreeze } from "../../src/ledger/freezes.ts";
import { readGeneration } from "../../src/ledger/generations.ts";
import { ROLLOUT_SCHEMA, rollouts } from "../../src/ledger/runs/rollouts.ts";
import { readWanted } from "../../src/ledger/wanted.ts";
import { unfreezeFleet } from "../../src/operator/unfreeze-fleet.ts";
import { type Fleets, withFleets } from "../support/rollout/several-fleets.ts";
import {
  rewrite,
  rewriteAsSchema1,
  rewriteAsSchema2,
  statesOfRollout,
  stopAfter,
} from "../support/upgrade/stop-at-state.ts";

const states = await statesOfRollout("web");
/** Each state once: a state that is entered again has the same kind of record. After its last state a rollout is over. */
const stops = [...states.slice(0, -1).entries()].filter(([index, state]) => states.indexOf(state) === index);
/** How the execution ends that goes on from there: after CloseRollout no step is left that could refuse. */
const refusals = stops.map(
  ([index, state]) =>
    [index, state, state === "CloseRolloutVerdict" ? "null: null" : "this code knows"] as const,
);

const outcomeOf = async ({ ledger }: Fleets, fleet: string) =>
  (await rollouts.list(ledger, fleet))[0]?.run.outcome;

/** What is left of a fleet at rest: its rollout ended, and one live generation with both servers. */
async function expectRest(fleets: Fleets, fleet: string): Promise<void> {
  await fleets.settled();
  await fleets.simulator.clock.sleep(60_000);
  expect(["succeeded", "rolled-back"]).toContain(await outcomeOf(fleets, fleet));
  const groups = [...fleets.simulator.world.state.groups.values()].filter(({ name }) =>
    name.startsWith(fleet),
  );
  expect(groups.map(({ instances }) => instances.size)).toEqual([2]);
  expect(await fleets.find()).toEqual([]);
}

/** The execution goes on where it was stopped, if it can be redriven. */
async function goOn(fleets: Fleets, id: string): Promise<string> {
  fleets.engine.redrive(id);
  const { error, cause } = await fleets.engine.settled(id);
  return `${error}: ${cause}`;
}

test("the canonical rollout passes every phase", () => {
  const phases = [
    "Admit",
    "LaunchGreen",
    "ObserveGreen",
    "ValidateGreen",
    "ShiftTraffic",
    "Bake",
    "RetireBlue",
  ];
  expect(states).toEqual(expect.arrayContaining([...phases, "CloseRollout"]));
});

describe("a rollout that newer code wrote freezes its fleet; set back and unfrozen, it is carried on", () => {
  test.each(refusals)("stopped in state %i, %s", async (index, _state, refusal) => {
    await withFleets(["web", "api"], async (fleets) => {
      const id = await stopAfter(fleets, "web", index);
      await rewrite(fleets.ledger, { fleet: "web", id }, { schema: ROLLOUT_SCHEMA + 1 });
      const why = `rollout fleet#web/rollout#${id} was written by schema ${ROLLOUT_SCHEMA + 1}, this code knows ${ROLLOUT_SCHEMA}: deploy the newer version`;
      const untouched = fleets.changes().length;
      expect(await fleets.find()).toEqual([
        { fleet: "web", irregularity: `frozen: ${why}`, repaired: false },
      ]);
      expect(await goOn(fleets, id)).toContain(refusal);
      expect(fleets.changes()).toHaveLength(untouched);
      const frozen = await activeFreeze(fleets.ledger, "web", fleets.simulator.clock.now());
      expect(frozen).toMatchObject({ by: "sweep", until: null, reason: why });
      await fleets.start("api");
      await expectOther(fleets);
      await rewrite(fleets.ledger, { fleet: "web", id }, { schema: ROLLOUT_SCHEMA });
      await unfreezeFleet(
        { fleet: "web", by: "ada" },
        { ledger: fleets.ledger, clock: fleets.simulator.clock },
      );
      await fleets.find();
      await expectRest(fleets, "web");
    });
  });
});

/** The other fleet was replaced meanwhile. */
async function expectOther(fleets: Fleets): Promise<void> {
  await fleets.settled();
  expect(await outcomeOf(fleets, "api")).toBe("succeeded");
  expect((await readGeneration(fleets.ledger, "api", 2))?.generation.state).toBe("live");
}

describe("a rollout that older code wrote is carried on, with what is declared now", () => {
  test.each(stops)("stopped in state %i, %s", async (index, state) => {
    await withFleets(["web"], async (fleets) => {
      const id = await stopAfter(fleets, "web", index);
      await rewriteAsSchema1(fleets.ledger, "web", id);
      fleets.engine.redrive(id);
      await fleets.engine.settled(id);
      expect(await outcomeOf(fleets, "web")).toBe("succeeded");
      const item = await fleets.ledger.get({ partition: "fleet#web", sort: `rollout#${id}` });
      // After its last step nothing writes it any more.
      expect(item?.schema).toBe(state.startsWith("CloseRollout") ? 1 : ROLLOUT_SCHEMA);
      expect("declaration" in (item?.body ?? {})).toBe(!state.startsWith("CloseRollout"));
      await expectRest(fleets, "web");
    });
  });
});

describe("a rollout that was begun for a request is carried on, and what waits beside it is not lost", () => {
  test.each(stops)("stopped in state %i, %s", async (index, state) => {
    await withFleets(["web"], async (fleets) => {
      const { ledger, simulator, engine } = fleets;
      const id = await stopAfter(fleets, "web", index);
      const at = simulator.clock.now();
      const asked = {
        reason: "operator",
        image: null,
        force: true,
        by: "bob",
        at,
        evidence: { queuedBy: "b" },
      };
      await rewriteAsSchema2(ledger, { fleet: "web", id }, asked);
      engine.redrive(id);
      await engine.settled(id);
      const [first] = (await rollouts.list(ledger, "web")).slice(-1);
      expect(first?.run).toMatchObject({ id, outcome: "succeeded" });
      const item = await ledger.get({ partition: "fleet#web", sort: `rollout#${id}` });
      // After its last step nothing writes it any more.
      expect(item?.schema).toBe(state.startsWith("CloseRollout") ? 2 : ROLLOUT_SCHEMA);
      expect(first?.run.cause.serves).toEqual(["new kernel"]);
      await fleets.settled();
      // What waited after the end of the rollout is found by a sweep.
      await fleets.find();
      await fleets.settled();
      // Servers that were launched after Bob asked are what he wanted.
      const launchedAt = first?.run.milestones["launched"] ?? 0;
      expect((await readWanted(ledger, "web")).launchedBefore).toMatchObject({ by: "bob", instant: at });
      expect(await rollouts.list(ledger, "web")).toHaveLength(launchedAt > at ? 1 : 2);
    });
  });
});

describe("a rollout that cannot be read freezes its fleet, and no other", () => {
  test.each(stops)("stopped in state %i, %s", async (index) => {
    await withFleets(["web", "api"], async (fleets) => {
      const id = await stopAfter(fleets, "web", index);
      const { body } = await rewrite(fleets.ledger, { fleet: "web", id }, { body: { id } });
      const untouched = fleets.changes().length;
      const [found] = await fleets.find();
      expect(found).toMatchObject({ fleet: "web", repaired: false });
      expect(found?.irregularity).toContain(`frozen: rollout fleet#web/rollout#${id} at revision`);
      const frozen = await activeFreeze(fleets.ledger, "web", fleets.simulator.clock.now());
      expect(frozen).toMatchObject({ by: "sweep", until: null });
      expect(found?.irregularity).toContain(frozen?.reason ?? "no reason");
      expect(await fleets.find()).toEqual([found]);
      expect(fleets.changes()).toHaveLength(untouched);
      await fleets.start("api");
      await expectOther(fleets);
      await rewrite(fleets.ledger, { fleet: "web", id }, { body });
    });
  });
});
