import { retirements } from "../../src/ledger/runs/retirements.ts";
import { eventually } from "../report/eventually.ts";
import { expectSame } from "../report/expect.ts";
import { typeIntoConsole } from "../lab/executions.ts";
import { ended, expectReplaced } from "../lab/fleet-view.ts";
import type { E2eCase } from "../lab/lab.ts";

const FLEET = "hooked";
/** A quarter of an hour of the account's time: a minute and a half of everybody else's. */
const HOOK = {
  LifecycleHookName: "ship-logs",
  LifecycleTransition: "autoscaling:EC2_INSTANCE_TERMINATING",
  HeartbeatTimeout: 900,
  DefaultResult: "CONTINUE",
};

/** Servers that take their time to stop: the rollout ends without them, and the machine of retirements goes on. */
export const retirement: E2eCase = {
  name: "what is left of blue goes in a retirement",
  fleets: [{ name: FLEET, team: { group: { LifecycleHookSpecificationList: [HOOK] } } }],
  run: async (lab) => {
    const image = await lab.account.image("hooked-2");
    await typeIntoConsole(lab, "hooked-by-hand", JSON.stringify({ fleet: FLEET, image }));
    const run = await ended(lab, FLEET);
    const over = { what: "its retirement has ended", seconds: 300 };
    const retired = await eventually(over, async () =>
      (await retirements.list(lab.ledger, FLEET)).find((stored) => stored.run.endedAt !== null),
    );
    expectSame("how it ended", retired.run.outcome, "succeeded");
    expectReplaced(lab, run, image);
    expectSame("whether blue's group is there", lab.account.simulator.world.state.groups.has(FLEET), false);
  },
};
