import { expectSame, expectThat } from "../report/expect.ts";
import { lastLines } from "../report/spawned.ts";
import { ended, expectReplaced } from "../lab/fleet-view.ts";
import { startByHand } from "../lab/start-by-hand.ts";
import type { E2eCase } from "../lab/lab.ts";

const FLEET = "by-hand";

/** A person's rollout, started and watched by the command line, carried by the deployed machine. */
export const byHand: E2eCase = {
  name: "a person's rollout, watched to its end",
  fleets: [{ name: FLEET, team: { servers: 3 } }],
  run: async (lab) => {
    const image = await lab.account.image("by-hand-2");
    const plan = await lab.moult(["plan", FLEET, "--image", image, "--detailed-exitcode"]);
    expectSame("exit code of moult plan", plan.code, 2);
    const { code, out, err } = await startByHand(lab, FLEET, image);
    expectThat(code === 0, `moult rollout start ended with ${code}: ${lastLines(err || out, 2)}`);
    expectReplaced(lab, await ended(lab, FLEET), image);
  },
};
