import { isQuarantined } from "../../src/ledger/image-verdicts.ts";
import { expect, scenario } from "../support/scenarios/harness.ts";

const gates = [{ kind: "command" as const, commands: ["/opt/selftest"], timeout: "5m" }];

scenario(
  "servers whose agents register two minutes after they boot are asked when they do",
  { declaration: { gates } },
  async (web) => {
    const image = await web.publish({ "sim:agent-seconds": "120" });
    await web.settled();
    expect((await web.rollout()).outcome).toBe("succeeded");
    expect(await web.liveImage()).toBe(image);
    expect(web.count("SendCommand")).toBe(1);
  },
);

scenario(
  "servers that no command ever reaches end the rollout, and say nothing against the image",
  { declaration: { gates, deadlines: { validate: "10m" } } },
  async (web) => {
    const image = await web.publish({ "sim:agent-seconds": "86400" });
    await web.settled();
    const rollout = await web.rollout();
    expect(rollout).toMatchObject({
      outcome: "rolled-back",
      failure: { error: "GateUnread", imageAtFault: false },
    });
    expect(rollout.outcomeReason).toMatch(/4 servers were not reached within 5m; .* nothing is said against/);
    expect(await isQuarantined(web.ledger, image, "web")).toBe(false);
    expect(web.count("SendCommand")).toBe(0);
  },
);

scenario(
  "an alarm that somebody deletes in the bake ends the rollout, and says nothing against the image",
  {
    declaration: {
      gates: [{ kind: "target-health" }, { kind: "alarm", alarms: ["web-5xx"] }],
      deadlines: { validate: "5m" },
      bake: "30m",
    },
  },
  async (web) => {
    const image = await web.publish({});
    await web.until("Bake");
    web.simulator.world.state.alarms.delete("web-5xx");
    await web.settled();
    expect(await web.rollout()).toMatchObject({
      outcome: "rolled-back",
      failure: { error: "GateUnread", imageAtFault: false },
    });
    expect(await isQuarantined(web.ledger, image, "web")).toBe(false);
  },
);
