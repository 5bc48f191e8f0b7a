import { ringBell } from "../../src/rollout/approval/ring-bell.ts";
import { answers } from "../support/scenarios/answers.ts";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";
import { sicken } from "../support/scenarios/ill-servers.ts";

const declaration = { approval: { before: "shift", deadline: "7d", onDeadline: "reject" } } as const;

/** Green has passed its gates, and the bell hangs. */
async function waiting(web: Web): Promise<string> {
  const image = await web.publish();
  await web.until("AwaitApproval");
  await web.minutes(1);
  return image;
}
/** As a person's act does (src/desk/acts.ts). */
const rung = ({ ledger, simulator: { clock }, engine }: Web) =>
  ringBell("web", { ledger, clock, bells: engine });

scenario(
  "an abort in a shift approval is heard within the detection time and two minutes",
  { declaration },
  async (web) => {
    await waiting(web);
    await web.minutes(2 * 24 * 60);
    const at = web.simulator.clock.now();
    await web.abort("not today");
    expect(await rung(web)).toBe(true);
    await web.until("RollBack");
    expect(web.simulator.clock.now() - at).toBeLessThan(120_000);
    await web.settled();
    expect(await web.rollout()).toMatchObject({ failure: { error: "Aborted" } });
  },
);

scenario(
  "a green whose servers fail while it waits for its yes gets no traffic by that yes",
  { declaration: { ...declaration, deadlines: { validate: "5m" } } },
  async (web) => {
    const image = await waiting(web);
    await web.minutes(24 * 60);
    sicken(web, "web-g0002");
    await web.minutes(10);
    await answers(web, "approved");
    expect(await rung(web)).toBe(true);
    await web.settled();
    expect(await web.rollout()).toMatchObject({
      imageTo: image,
      outcome: "rolled-back",
      traffic: { setAt: null },
      failure: { phase: "ValidateGreen" },
    });
  },
);
