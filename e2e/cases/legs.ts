import { listEntries } from "../../src/ledger/entries.ts";
import { expectThat } from "../report/expect.ts";
import { typeIntoConsole } from "../lab/executions.ts";
import { ended, expectReplaced } from "../lab/fleet-view.ts";
import type { E2eCase } from "../lab/lab.ts";

const FLEET = "long";
const STEPS = ["10%", "20%", "30%", "40%", "50%", "60%", "70%", "80%", "90%", "100%"];

/**
 * A rollout that polls more often than one execution may (LEG_POLLS, lowered for all functions): its executions follow
 * each other, and it goes on as if nothing had been.
 */
export const legs: E2eCase = {
  name: "a leg ends and the next execution goes on",
  fleets: [{ name: FLEET, steps: STEPS }],
  run: async (lab) => {
    const image = await lab.account.image("long-2");
    await typeIntoConsole(lab, "long-by-hand", JSON.stringify({ fleet: FLEET, image }));
    const run = await ended(lab, FLEET);
    expectReplaced(lab, run, image);
    const legsNamed = (await listEntries(lab.ledger, FLEET)).filter(({ action }) => action === "next-leg");
    expectThat(legsNamed.length > 0, `it ended in leg ${run.leg.number}, after ${run.leg.polls} polls`);
  },
};
