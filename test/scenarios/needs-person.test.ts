import { readExcept } from "../../src/ledger/except.ts";
import { listGenerations } from "../../src/ledger/generations.ts";
import { readLease } from "../../src/ledger/leases.ts";
import { blueIsMended, needsPerson, settling } from "../support/scenarios/blue-falls-ill.ts";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";

const HOUR = 3600_000;
const HURRIED = { deadlines: { rollout: "1h" } };
/** Blue is ill: its group may replace nothing, and users are lost until green has their requests. */
const ILL = { lost: true, suspended: ["HealthCheck", "ReplaceUnhealthy"] };

const numbers = async (web: Web, state: string): Promise<number[]> =>
  (await listGenerations(web.ledger, "web"))
    .filter(({ generation }) => generation.state === state)
    .map(({ generation }) => generation.number);

scenario(
  "blue falls ill at 50 %, the operator aborts, and nobody mends it: the rollout ends after an hour's work, for a person",
  { declaration: HURRIED, leaves: { ...ILL, needsPerson: true } },
  async (web) => {
    await needsPerson(web);
    const rollout = await web.rollout();
    expect(rollout).toMatchObject({
      outcome: "needs-person",
      outcomeReason: expect.stringMatching(/^going back has taken longer than it may: /),
      failure: { error: "Aborted" },
      holds: [],
    });
    const { endedAt, milestones, imageTo } = rollout;
    expect((endedAt ?? 0) - (milestones["undoing"] ?? 0)).toBeLessThan(HOUR + 600_000);
    expect((await web.entries()).map(({ action }) => action)).toContain("needs-person");
    expect(await readExcept(web.ledger, "web")).toMatchObject([{ image: imageTo }]);
    expect((await readLease(web.ledger, "web"))?.owner).toBeNull();
  },
);

scenario(
  "a fleet that needs a person begins nothing that both sides have, and says why",
  { declaration: HURRIED, leaves: { ...ILL, needsPerson: true } },
  async (web) => {
    await needsPerson(web);
    const before = web.changes().length;
    await web.start();
    await web.settled();
    await web.minutes(60);
    expect(web.changes()).toHaveLength(before);
    const said = (await web.entries()).map(({ reason }) => reason);
    expect(said).toContainEqual(
      expect.stringMatching(
        /^the fleet needs a person since .*moult settle web --keep blue --reason <text>, or --keep green/,
      ),
    );
  },
);

scenario(
  "settled on green: all traffic goes there, and blue is taken down",
  { declaration: HURRIED, leaves: { ...ILL, suspended: [] } },
  async (web) => {
    await needsPerson(web);
    const { id, imageTo } = await web.rollout();
    const { run, started } = await settling(web, "green");
    expect(run).toBe(id);
    await started?.settled;
    expect(await web.rollout()).toMatchObject({
      id,
      outcome: "succeeded",
      outcomeReason: expect.stringMatching(/settled on green by ada$/),
      needsPerson: null,
      holds: [],
    });
    expect(await web.liveImage()).toBe(imageTo);
    expect(await numbers(web, "gone")).toEqual([1]);
    // What a person keeps is refused by nobody any more.
    expect(await readExcept(web.ledger, "web")).toEqual([]);
  },
);

scenario(
  "blue is mended, and settled on: the rollback ends as it was begun",
  { declaration: HURRIED, leaves: { lost: true } },
  async (web) => {
    await needsPerson(web);
    await blueIsMended(web);
    await (await settling(web, "blue")).started?.settled;
    expect(await web.rollout()).toMatchObject({
      outcome: "rolled-back",
      outcomeReason: "aborted by ada: changed my mind; settled on blue by ada",
    });
    expect(await numbers(web, "live")).toEqual([1]);
    expect(await readExcept(web.ledger, "web")).toHaveLength(1);
  },
);

scenario(
  "another image settles the fleet first, on the side with the traffic, and then goes live",
  { declaration: HURRIED, leaves: { ...ILL, suspended: [] } },
  async (web) => {
    await needsPerson(web);
    await web.person.moveTraffic(web.account, 100);
    await web.minutes(1);
    const image = await web.publish();
    await web.settled();
    const [next, settled] = await web.rollouts();
    expect(settled).toMatchObject({ outcome: "succeeded", settlement: { keep: "green" } });
    expect(next).toMatchObject({ outcome: "succeeded", imageTo: image, blue: settled?.green });
    expect(await web.liveImage()).toBe(image);
  },
);

scenario(
  "another image while most traffic is still on the ill blue: the side that answers is kept",
  { declaration: HURRIED, leaves: { ...ILL, suspended: [] } },
  async (web) => {
    await needsPerson(web);
    await web.person.moveTraffic(web.account, 10);
    // At once: AWS may still show what the rollout held, and Admit waits for that.
    const image = await web.publish();
    await web.settled();
    expect((await web.rollouts()).map(({ outcome, settlement }) => [outcome, settlement?.keep])).toEqual([
      ["succeeded", undefined],
      ["succeeded", "green"],
    ]);
    expect(await web.liveImage()).toBe(image);
  },
);

scenario(
  "settled on green for a pull fleet whose green could not be taken down",
  {
    strategy: "none",
    declaration: HURRIED,
    simulator: {
      faults: ({ action, caller, input }) =>
        caller.startsWith("moult") &&
        action === "UpdateAutoScalingGroup" &&
        input["AutoScalingGroupName"] === "web-g0002" &&
        input["DesiredCapacity"] === 0
          ? { kind: "error", code: "AccessDenied", status: 403, message: "not allowed" }
          : undefined,
    },
  },
  async (web) => {
    await web.publish();
    await web.until("Bake");
    await web.abort();
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "needs-person" });
    await (await settling(web, "green")).started?.settled;
    expect(await web.rollout()).toMatchObject({ outcome: "succeeded" });
  },
);

scenario(
  "what cannot be settled is refused with one clear sentence, and nothing is changed",
  { declaration: HURRIED, leaves: { lost: true } },
  async (web) => {
    await expect(settling(web, "blue")).rejects.toThrow("web needs no person: nothing is to be settled");
    await needsPerson(web);
    await blueIsMended(web);
    const started = await settling(web, "blue");
    await web.until("RollBack");
    const before = (await web.entries()).length;
    expect(await settling(web, "blue")).toEqual({ run: started.run, started: null });
    await expect(settling(web, "green")).rejects.toThrow(/is being settled on blue by ada/);
    expect(await web.entries()).toHaveLength(before);
    await web.settled();
    await expect(settling(web, "green")).rejects.toThrow(
      /was settled on blue by ada: nothing is left to settle/,
    );
    const changes = web.changes().length;
    await web.start({ settle: "green", reason: "again" });
    await web.settled();
    expect(web.changes()).toHaveLength(changes);
    expect((await web.entries()).findLast(({ action }) => action === "refused")?.reason).toMatch(
      /nothing is left to settle/,
    );
  },
);

scenario(
  "a side whose group somebody deleted cannot be kept",
  { declaration: HURRIED, leaves: { ...ILL, suspended: [] } },
  async (web) => {
    await needsPerson(web);
    await web.person.moveTraffic(web.account, 100);
    await web.minutes(1);
    const { groups } = web.simulator.world.state;
    const group = groups.get("web");
    for (const id of group?.instances.keys() ?? []) web.simulator.world.state.instances.delete(id);
    groups.delete("web");
    await (await settling(web, "blue")).started?.settled;
    expect(await web.rollout()).toMatchObject({ outcome: "needs-person", settlement: null });
    expect((await web.entries()).findLast(({ action }) => action === "refused")?.reason).toBe(
      "blue is gone (web): moult settle web --keep green --reason <text> ends it",
    );
    await (await settling(web, "green")).started?.settled;
    expect(await web.rollout()).toMatchObject({ outcome: "succeeded" });
  },
);
