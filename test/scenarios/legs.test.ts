import { describe } from "vitest";
import { sweepOnce } from "../../rehearsal/rehearsal.ts";
import { freeze, lift } from "../../src/ledger/freezes.ts";
import { rollouts } from "../../src/ledger/runs/rollouts.ts";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";

/*
 * A rollout that polls more often than one execution's history has room for: its legs follow each other, each an execution
 * of its own, and the run is one. Here a leg has few polls.
 */
const LONG = { legPolls: 5, declaration: { bake: "15m", retire: { drain: "60s", warm: "10m" } } } as const;

const namesOf = (web: Web): string[] => web.ended.map(({ name }) => name);

scenario("a rollout of many legs is one rollout, and each of its executions ends well", LONG, async (web) => {
  await web.publish();
  await web.settled();
  const { id, outcome, startedAt, endedAt, leg, execution } = await web.rollout();
  expect(outcome).toBe("succeeded");
  expect(await web.rollouts()).toHaveLength(1);
  const legs = namesOf(web);
  expect(legs).toEqual([id, ...legs.slice(1).map((_, index) => `${id}-leg-${index + 2}`)]);
  expect(legs.length).toBeGreaterThan(4);
  expect({ number: leg.number, execution }).toEqual({ number: legs.length, execution: legs.at(-1) });
  expect(new Set(web.ended.map(({ status }) => status))).toEqual(new Set(["SUCCEEDED"]));
  // Every leg goes on where the one before stood: no wait begins anew.
  expect(((endedAt ?? 0) - startedAt) / 60_000).toBeLessThan(36);
  const phases = (await web.entries()).flatMap(({ action = "" }) =>
    action.endsWith(" passed") ? [action] : [],
  );
  expect(phases).toEqual([...new Set(phases)]);
  expect((await sweepOnce(web)).irregularities).toEqual([]);
});

scenario(
  "an abort reaches the leg that runs, and the way back may have legs of its own",
  {
    ...LONG,
    declaration: { ...LONG.declaration, onFailure: { keepGreen: "1h" } },
  },
  async (web) => {
    await web.publish();
    await web.until("Bake");
    await web.minutes(10);
    const { leg } = await web.rollout();
    await web.abort();
    await web.settled();
    const ended = await web.rollout();
    expect(ended).toMatchObject({ outcome: "rolled-back", failure: { phase: "Bake", error: "Aborted" } });
    expect(ended.leg.number).toBeGreaterThan(leg.number);
  },
);

describe("an execution that is stopped or fails between two legs", () => {
  /** The start of a leg's execution is lost, so that it was named and never started. */
  const loseStarts = (web: Web, times: number): void => {
    const { start } = web.engine;
    let left = times;
    Object.assign(web.engine, {
      start: async (...given: Parameters<typeof start>) => {
        if (given[1].includes("-leg-") && (left -= 1) >= 0)
          throw Object.assign(new Error("no"), { name: "Lost" });
        return start(...given);
      },
    });
  };

  scenario("a next leg that was named and never started is started by the sweep", LONG, async (web) => {
    web.sweeping = true;
    loseStarts(web, 1);
    await web.publish();
    await web.settled();
    const { id, outcome } = await web.rollout();
    expect(outcome).toBe("succeeded");
    expect(web.ended[0]).toMatchObject({ name: id, status: "FAILED", result: { error: "NotCarriedOn" } });
    expect(namesOf(web)[1]).toBe(`${id}-leg-2`);
    expect((await web.entries()).filter(({ action }) => action === "sweep")).toMatchObject([
      { reason: expect.stringContaining(`${id}-leg-2 takes it up where it stands`) },
    ]);
  });

  scenario(
    "one that came to nothing is followed by another; three of them, and it is undone",
    LONG,
    async (web) => {
      web.sweeping = true;
      const { start, startWith } = web.engine;
      // Whatever is started for a leg is refused before it has taken the rollout up.
      const vain: typeof start = async (machine, name, input) =>
        name.includes("-leg-") ? startWith(name, { fleet: "web", leg: {} }) : start(machine, name, input);
      Object.assign(web.engine, { start: vain });
      await web.publish();
      await web.settled();
      const { id, outcome, failure } = await web.rollout();
      expect({ outcome, error: failure?.error }).toEqual({ outcome: "rolled-back", error: "Abandoned" });
      const names = new Set(namesOf(web).filter((name) => !name.includes("recover")));
      expect(names).toEqual(new Set([id, ...[2, 3, 4].map((number) => `${id}-leg-${number}`)]));
    },
  );
});

describe("a rollout that waits for a declared time, or is frozen, and whose execution is stopped", () => {
  const stop = async (web: Web): Promise<string> => {
    const [name = ""] = web.engine.running();
    web.engine.stop(name);
    await web.engine.settled(name);
    return name;
  };

  scenario("is taken up where it stands, under a new fence", {}, async (web) => {
    await web.publish();
    await web.until("ObserveGreen");
    const now = web.simulator.clock.now();
    await freeze(web.ledger, { fleet: "web", reason: "audit", by: "ada", since: now, until: null });
    await web.minutes(3);
    const name = await stop(web);
    const { deadlineAt } = await web.rollout();
    // Frozen for longer than the rollout's deadline of four hours: that is no work.
    await web.minutes(6 * 60);
    expect((await sweepOnce(web)).irregularities).toMatchObject([
      { repaired: true, irregularity: expect.stringContaining(`${name}-leg-2 takes it up where it stands`) },
    ]);
    await web.minutes(3);
    expect(web.engine.running()).toEqual([`${name}-leg-2`]);
    expect((await web.rollout()).deadlineAt - deadlineAt).toBeGreaterThanOrEqual(6 * 3_600_000);
    await lift(web.ledger, "web");
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "succeeded", execution: `${name}-leg-2` });
    // Whoever redrives the one before finds that another carries the rollout.
    const changes = web.changes().length;
    web.engine.redrive(name);
    await web.settled();
    expect(web.changes()).toHaveLength(changes);
  });

  scenario("is taken up once by two sweeps at the same time", {}, async (web) => {
    await web.publish();
    await web.until("ObserveGreen");
    const now = web.simulator.clock.now();
    await freeze(web.ledger, { fleet: "web", reason: "audit", by: "ada", since: now, until: now + 900_000 });
    await web.minutes(2);
    await stop(web);
    const reports = await Promise.all([sweepOnce(web), sweepOnce(web)]);
    expect(reports.flatMap(({ irregularities }) => irregularities)).toHaveLength(1);
    await web.settled();
    expect(namesOf(web)).toHaveLength(2);
    expect(await web.rollout()).toMatchObject({ outcome: "succeeded" });
  });
});

describe("a leg that somebody starts by hand against the record is refused, and changes nothing", () => {
  const started = async (web: Web, leg: { run: string; number: number }, name = "by-hand") => {
    const before = [
      await rollouts.list(web.ledger, "web"),
      (await web.entries()).length,
      web.changes().length,
    ];
    web.engine.startWith(name, { fleet: "web", leg });
    const { status, error, cause } = await web.engine.settled(name);
    const after = [
      await rollouts.list(web.ledger, "web"),
      (await web.entries()).length,
      web.changes().length,
    ];
    expect(after).toEqual(before);
    return { status, error, cause };
  };
  const refused = (cause: unknown) => ({ status: "FAILED", error: "Refused", cause });

  scenario("a leg that is not due, another run's, and one of a run that has ended", {}, async (web) => {
    const id = await web.start({ force: true });
    await web.until("LaunchGreen");
    await web.minutes(0.2);
    expect(await started(web, { run: id, number: 2 }, `${id}-leg-2`)).toEqual(
      refused(expect.stringContaining(`rollout ${id} is in leg 1, carried by ${id}, and names no next one`)),
    );
    expect(await started(web, { run: "somebody-else", number: 2 })).toEqual(
      refused("the ledger has no run somebody-else"),
    );
    await web.settled();
    expect(await started(web, { run: id, number: 2 }, "late")).toEqual(
      refused(`rollout ${id} has ended already (succeeded)`),
    );
    web.engine.startWith("typo", { fleet: "web", leg: { run: id, number: 1 }, image: "ami-0123abcd" });
    expect((await web.engine.settled("typo")).cause).toContain("leg.number must be at least 2");
    expect(await web.rollout()).toMatchObject({ outcome: "succeeded", execution: id });
  });
});
