import { PutScheduledUpdateGroupActionCommand } from "@aws-sdk/client-auto-scaling";
import { quarantine } from "../../src/ledger/image-verdicts.ts";
import { expect, scenario } from "../support/scenarios/harness.ts";

scenario(
  "a scale-out falls due while blue's image is in quarantine: blue gets none of it, which the entry says, and keeps its size",
  {
    group: { MinSize: 2, MaxSize: 10, DesiredCapacity: 4 },
    declaration: { bake: "20m" },
    before: async (web) => {
      const StartTime = new Date(web.simulator.clock.now() + 600_000);
      const named = { AutoScalingGroupName: "web", ScheduledActionName: "morning", StartTime };
      await web.person.autoScaling.send(
        new PutScheduledUpdateGroupActionCommand({ ...named, DesiredCapacity: 8 }),
      );
    },
  },
  async (web) => {
    const imageId = (await web.liveImage()) ?? "";
    await web.publish();
    await web.until("Bake");
    const verdict = { imageId, reach: null, fleet: null, rollout: null, reason: "doubts" };
    await quarantine(web.ledger, { ...verdict, at: web.simulator.clock.now() });
    await web.minutes(10);
    const sizes = ["web", "web-g0002"].map(
      (name) => web.simulator.world.state.groups.get(name)?.desiredCapacity,
    );
    expect(sizes).toEqual([4, 8]);
    const told = (await web.entries()).filter(({ action }) => action === "scheduled-action");
    expect(told.map(({ reason, evidence }) => [reason, evidence])).toEqual([
      [
        expect.stringMatching(/: web would have 8 servers now, and gets none of an image in quarantine$/u),
        expect.objectContaining({ halted: ["web"] }),
      ],
    ]);
    await web.abort();
    await web.settled();
    expect(web.simulator.world.state.groups.get("web")?.desiredCapacity).toBe(4);
  },
);
