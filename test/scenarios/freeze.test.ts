import { sweepOnce } from "../../rehearsal/rehearsal.ts";
import { freeze, lift } from "../../src/ledger/freezes.ts";
import { readWanted } from "../../src/ledger/wanted.ts";
import { expect, scenario, type ScenarioPlan, type Web } from "../support/scenarios/harness.ts";

const put = (web: Web, fleet: string | null, minutes: number | null = null) => {
  const since = web.simulator.clock.now();
  const until = minutes === null ? null : since + minutes * 60_000;
  return freeze(web.ledger, { fleet, reason: "incident 42", by: "ada", since, until });
};

for (const fleet of ["web", null]) {
  scenario(
    `under a freeze ${fleet === null ? "of everything" : "of the fleet"} an image begins nothing, and the sweep begins it once that is lifted`,
    {},
    async (web) => {
      await put(web, fleet);
      const image = await web.publish();
      await web.settled();
      await sweepOnce(web);
      expect([web.states, web.changes()]).toEqual([[], []]);
      expect((await web.entries()).filter(({ action }) => action === "leave")).toMatchObject([
        { kind: "decision", reason: "frozen: incident 42" },
        { kind: "event", reason: "frozen: incident 42", subject: image },
      ]);
      await lift(web.ledger, fleet);
      await sweepOnce(web);
      await web.settled();
      expect(await web.liveImage()).toBe(image);
    },
  );
  scenario(
    `under a freeze ${fleet === null ? "of everything" : "of the fleet"} a person's start is refused, and asks nothing for later`,
    {},
    async (web) => {
      await put(web, fleet);
      const id = await web.start({ image: await web.bake() });
      expect(await web.engine.settled(id)).toMatchObject({ error: "Refused", cause: "frozen: incident 42" });
      await lift(web.ledger, fleet);
      await sweepOnce(web);
      await web.settled();
      expect(await web.rollouts()).toEqual([]);
    },
  );
}

for (const phase of [
  "LaunchGreen",
  "ObserveGreen",
  "ValidateGreen",
  "ShiftTraffic",
  "Bake",
  "RetireBlue",
] as const) {
  scenario(
    `a freeze in ${phase} holds everything still, longer than a lease lasts, and then it goes on`,
    {},
    async (web) => {
      await web.publish();
      await web.until(phase);
      await put(web, "web");
      // A call that was on its way already arrives.
      await web.minutes(0.02);
      const before = web.changes().length;
      await web.minutes(45);
      expect(web.changes()).toHaveLength(before);
      expect((await web.rollout()).waiting?.reason).toMatch(/frozen|froze/);
      await lift(web.ledger, "web");
      await web.settled();
      expect(await web.rollout()).toMatchObject({ outcome: "succeeded" });
    },
  );
}

scenario("a freeze that expires lets the rollout go on by itself", {}, async (web) => {
  await web.publish();
  await web.untilShifted(10);
  await put(web, null, 30);
  await web.settled();
  const { startedAt, endedAt, outcome } = await web.rollout();
  expect(outcome).toBe("succeeded");
  expect(((endedAt ?? 0) - startedAt) / 60_000).toBeGreaterThan(30);
});

scenario("a freeze holds the way back as well", {}, async (web) => {
  await web.publish();
  await web.untilShifted(50);
  await web.abort();
  await put(web, "web");
  await web.minutes(30);
  expect(web.states).not.toContain("CloseRollout");
  await lift(web.ledger, "web");
  await web.settled();
  expect(await web.rollout()).toMatchObject({ outcome: "rolled-back" });
});

scenario("a freeze in the moment a rollout is closed does not turn it into a failure", {}, async (web) => {
  await web.publish();
  await web.until("CloseRollout");
  await put(web, "web");
  await web.settled();
  expect(await web.rollout()).toMatchObject({ outcome: "succeeded" });
  expect(web.states.at(-1)).toBe("Replaced");
});

scenario("what waits for a frozen fleet is not lost", {}, async (web) => {
  await web.publish();
  await web.untilShifted(50);
  const second = await web.publish();
  await put(web, "web", 20);
  await web.settled();
  expect(await web.liveImage()).toBe(second);
});

/** Minutes between two decisions of the rollout. */
async function minutesBetween(web: Web, from: string, to: string): Promise<number> {
  const entries = await web.entries();
  const at = (named: string): number => entries.find(({ action }) => action === named)?.at ?? Number.NaN;
  return (at(to) - at(from)) / 60_000;
}

const LENGTHS: Readonly<Record<string, readonly [plan: ScenarioPlan, from: string, to: string]>> = {
  "the bake": [{ declaration: { bake: "20m" } }, "ShiftTraffic passed", "Bake passed"],
  "the warm time": [
    { declaration: { bake: "1m", retire: { drain: "60s", warm: "20m" } } },
    "Bake passed",
    "release",
  ],
};

for (const [what, [plan, from, to]] of Object.entries(LENGTHS)) {
  scenario(
    `a freeze in ${what} is no part of it: nobody looked, and nobody could go back`,
    plan,
    async (web) => {
      await web.publish();
      await web.until(what === "the bake" ? "Bake" : "RetireBlue");
      await web.minutes(5);
      await put(web, "web", 45);
      await web.settled();
      expect(await web.rollout()).toMatchObject({ outcome: "succeeded" });
      const lasted = await minutesBetween(web, from, to);
      // Until the first poll that finds it frozen is no longer than between two looks.
      expect(lasted).toBeGreaterThan(20 + 45 - 1.5);
      expect(lasted).toBeLessThan(20 + 45 + 5);
    },
  );
}

scenario(
  "a freeze in a step's pause is no part of it",
  { traffic: { steps: ["10%", "100%"], pause: "20m" } },
  async (web) => {
    await web.publish();
    await web.untilShifted(10);
    const begun = web.simulator.clock.now();
    await web.minutes(5);
    await put(web, "web", 45);
    await web.untilShifted(100);
    expect((web.simulator.clock.now() - begun) / 60_000).toBeGreaterThan(20 + 45 - 1.5);
    await web.settled();
  },
);

scenario(
  "what was published in a freeze, and whose event was lost, is known by the next sweep, which begins nothing",
  {},
  async (web) => {
    await put(web, "web");
    web.listening = false;
    const image = await web.publish();
    await web.minutes(1);
    await sweepOnce(web);
    expect((await readWanted(web.ledger, "web")).named?.image).toBe(image);
    expect([web.states, web.changes()]).toEqual([[], []]);
    expect((await web.entries()).filter(({ action }) => action === "leave")).toMatchObject([
      { reason: "frozen: incident 42" },
    ]);
    web.listening = true;
    await lift(web.ledger, "web");
    await sweepOnce(web);
    await web.settled();
    expect(await web.liveImage()).toBe(image);
  },
);
