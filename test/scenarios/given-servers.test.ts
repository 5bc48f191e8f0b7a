import { UpdateAutoScalingGroupCommand } from "@aws-sdk/client-auto-scaling";
import { expect, scenario } from "../support/scenarios/harness.ts";

scenario(
  "a fleet of none whose green somebody gives servers in a step's pause is served by them, whatever steps are left",
  {
    servers: 0,
    traffic: { steps: ["1%", "100%"], pause: "1h" },
    leaves: { lost: true, servers: 2 },
  },
  async (web) => {
    await web.publish();
    await web.untilShifted(1);
    const sizes = { MaxSize: 4, DesiredCapacity: 2 };
    await web.person.autoScaling.send(
      new UpdateAutoScalingGroupCommand({ AutoScalingGroupName: "web-g0002", ...sizes }),
    );
    await web.minutes(4);
    expect((await web.rollout()).traffic.setPercent).toBe(100);
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "succeeded" });
  },
);

scenario(
  "a fleet of none that stays so keeps its steps",
  { servers: 0, traffic: { steps: ["1%", "100%"], pause: "10m" }, leaves: { lost: true, servers: 0 } },
  async (web) => {
    await web.publish();
    await web.untilShifted(1);
    await web.minutes(5);
    expect((await web.rollout()).traffic.setPercent).toBe(1);
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "succeeded" });
  },
);
