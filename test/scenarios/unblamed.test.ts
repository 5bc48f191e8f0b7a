import { PutScheduledUpdateGroupActionCommand } from "@aws-sdk/client-auto-scaling";
import { freeze } from "../../src/ledger/freezes.ts";
import { isQuarantined } from "../../src/ledger/image-verdicts.ts";
import { greenWeight, putAlarm, setAlarm } from "../support/scenarios/alarms.ts";
import { giveGreen } from "../support/scenarios/give-weights.ts";
import { expect, scenario } from "../support/scenarios/harness.ts";
import { FAILED, gated } from "../support/scenarios/metric-gates.ts";

scenario(
  "an alarm that rings after blue took back what somebody gave a green that booted is not green's",
  {
    declaration: { gates: [{ kind: "target-health" }, { kind: "alarm", alarms: ["web-sad"] }] },
    before: (web) => putAlarm(web),
    leaves: { lost: true },
  },
  async (web) => {
    const image = await web.publish({ "sim:boot-seconds": "600" });
    await web.until("ValidateGreen");
    await web.minutes(2);
    await giveGreen(web, 100);
    await web.minutes(4);
    setAlarm(web, "ALARM");
    await web.until("ShiftTraffic");
    await web.minutes(1);
    setAlarm(web, "OK");
    await web.settled();
    expect(await isQuarantined(web.ledger, image, "web")).toBe(false);
    expect((await web.rollouts()).map(({ outcome }) => outcome)).not.toContain("rolled-back");
    expect(await web.liveImage()).toBe(image);
  },
);

const patient = { kind: "command" as const, commands: ["/opt/selftest"], timeout: "30m" };

scenario(
  "servers that no command reaches until the phase's deadline say nothing against the image",
  { declaration: { gates: [patient], deadlines: { validate: "10m" } } },
  async (web) => {
    const image = await web.publish({ "sim:agent-seconds": "86400" });
    await web.settled();
    expect(await web.rollout()).toMatchObject({
      outcome: "rolled-back",
      failure: { error: "GateUnread", imageAtFault: false },
    });
    expect(await isQuarantined(web.ledger, image, "web")).toBe(false);
  },
);

scenario(
  "a blue that no command reaches until the phase's deadline says nothing against green's image",
  {
    declaration: { gates: [{ ...patient, compare: true }], deadlines: { validate: "10m" } },
    image: { "sim:agent-seconds": "86400" },
  },
  async (web) => {
    const image = await web.publish();
    await web.settled();
    expect((await web.rollout()).outcome).toBe("rolled-back");
    expect(await isQuarantined(web.ledger, image, "web")).toBe(false);
  },
);

scenario(
  "nobody sends requests for a night while blue is warm: a metric gate that judged the bake does not take green back",
  gated([FAILED], { more: { retire: { drain: "30s", warm: "8h" } } }),
  async (web) => {
    const image = await web.publish({ "sim:error-rate": "0.001" });
    await web.until("RetireBlue");
    await web.minutes(30);
    web.simulator.traffic.stop();
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "succeeded", failure: null });
    expect(await web.liveImage()).toBe(image);
  },
);

scenario(
  "a green that was not proved good when the fleet was frozen has its whole time when it is not any more",
  {
    declaration: {
      gates: [
        { kind: "target-health", for: "2m" },
        { kind: "command", commands: ["/opt/selftest"] },
      ],
    },
  },
  async (web) => {
    const image = await web.publish();
    await web.until("ValidateGreen");
    await web.minutes(0.5);
    const since = web.simulator.clock.now();
    const until = since + 3_600_000;
    await freeze(web.ledger, { fleet: "web", reason: "incident 42", by: "ada", since, until });
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "succeeded", failure: null });
    expect(await web.liveImage()).toBe(image);
  },
);

let denied = false;

scenario(
  "a schedule of blue's that moult may not read keeps no traffic on green on the way back",
  {
    traffic: { steps: ["10%", "100%"], pause: "40m" },
    before: async ({ person }) => {
      await person.autoScaling.send(
        new PutScheduledUpdateGroupActionCommand({
          AutoScalingGroupName: "web",
          ScheduledActionName: "nightly",
          Recurrence: "0 3 * * *",
          DesiredCapacity: 4,
        }),
      );
    },
    simulator: {
      faults: ({ action }) =>
        denied && action === "DescribeScheduledActions"
          ? { kind: "error", code: "AccessDenied", status: 403, message: "not authorized" }
          : undefined,
    },
  },
  async (web) => {
    await web.publish();
    await web.untilShifted(10);
    denied = true;
    // A schedule is read every ten minutes.
    await web.minutes(15);
    expect(greenWeight(web)).toBe(0);
    denied = false;
    await web.settled();
    expect((await web.rollouts()).at(-1)).toMatchObject({ outcome: "rolled-back" });
  },
);
