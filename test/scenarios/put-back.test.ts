import { blueFallsIll } from "../support/scenarios/blue-falls-ill.ts";
import { giveGreen } from "../support/scenarios/give-weights.ts";
import { expect, scenario } from "../support/scenarios/harness.ts";

scenario(
  "a blue that answers nowhere loses in the bake what somebody gave it back, and green bakes anew",
  { declaration: { bake: "20m" }, leaves: { lost: true } },
  async (web) => {
    await web.publish();
    await web.until("Bake");
    await blueFallsIll(web);
    await giveGreen(web, 0);
    await web.until("ShiftTraffic");
    await web.settled();
    expect((await web.rollout()).outcome).toBe("succeeded");
    expect((await web.entries()).filter(({ action }) => action === "shift-again")).toHaveLength(1);
  },
);

scenario(
  "and so it does in its warm time",
  { declaration: { retire: { drain: "60s", warm: "2h" } }, leaves: { lost: true } },
  async (web) => {
    await web.publish();
    await web.until("RetireBlue");
    await web.minutes(5);
    await blueFallsIll(web);
    await giveGreen(web, 0);
    const since = web.simulator.clock.now();
    await web.minutes(6);
    const set = web.changes().filter(({ action, at }) => action === "ModifyListener" && at > since);
    expect(set).toHaveLength(1);
    await web.settled();
    expect((await web.rollout()).outcome).toBe("succeeded");
  },
);
