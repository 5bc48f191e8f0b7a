import { expectSame, expectThat } from "../report/expect.ts";
import { ended, imagesOf } from "../lab/fleet-view.ts";
import { startByHand } from "../lab/start-by-hand.ts";
import type { E2eCase } from "../lab/lab.ts";

const FLEET = "ill";

/** Servers that never pass their health check: blue serves on, green goes, and its image is in quarantine. */
export const neverHealthy: E2eCase = {
  name: "an image that is never healthy is rolled back and put in quarantine",
  fleets: [{ name: FLEET, declare: { deadlines: { launch: "60s", validate: "60s", rollout: "20m" } } }],
  run: async (lab) => {
    const image = await lab.account.image("ill-2", { "sim:healthy-seconds": "never" });
    const { code } = await startByHand(lab, FLEET, image);
    const run = await ended(lab, FLEET);
    expectSame("how it ended", [run.outcome, run.failure?.imageAtFault, code], ["rolled-back", true, 3]);
    expectSame("images", [...new Set(imagesOf(lab, FLEET))], [lab.account.fleets.get(FLEET)?.image]);
    const { out } = await lab.moult(["quarantine", "list"]);
    expectThat(out.includes(image), `moult quarantine list says: ${out.trim()}`);
  },
};
