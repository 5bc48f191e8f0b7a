import { expect, scenario } from "../support/scenarios/harness.ts";
import { sharesOf } from "../support/scenarios/rules-of.ts";
import { blueFallsIll, blueIsMended } from "../support/scenarios/blue-falls-ill.ts";

/*
 * An abort says nothing against green: it passed every gate, and is kept for study. When blue falls ill meanwhile, users are served
 * by green again; `served` (chaos/checkers) holds that against the world.
 */
for (const strategy of ["alb-weighted", "nlb-weighted", "target-group"] as const) {
  scenario(
    `${strategy}: blue falls ill while an aborted green is kept, and green serves until blue is mended`,
    {
      strategy,
      declaration: { onFailure: { keepGreen: "2h" } },
      leaves: { lost: true },
    },
    async (web) => {
      await web.publish();
      await web.until("Bake");
      await web.abort();
      await web.until("RollBack");
      await web.minutes(10);
      await blueFallsIll(web);
      await web.minutes(10);
      const before = web.traffic.report().lost;
      await web.minutes(10);
      expect(web.traffic.report().lost).toBe(before);
      await blueIsMended(web);
      await web.settled();
      expect(await web.rollout()).toMatchObject({ outcome: "rolled-back" });
    },
  );
}

scenario(
  "somebody puts a kept green that failed back into traffic: it is out again within two minutes",
  {
    declaration: {
      gates: [{ kind: "target-health" }, { kind: "alarm", alarms: ["web-5xx"] }],
      bake: "10m",
      onFailure: { keepGreen: "30m" },
    },
    leaves: { lost: true },
  },
  async (web) => {
    await web.publish({ "sim:error-rate": "0.5" });
    await web.until("RollBack");
    await web.minutes(8);
    await web.person.moveTraffic(web.account, 100);
    await web.minutes(2);
    expect(sharesOf(web)).toEqual([0]);
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "rolled-back" });
  },
);
