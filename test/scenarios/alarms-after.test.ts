import { isQuarantined } from "../../src/ledger/image-verdicts.ts";
import { readExcept } from "../../src/ledger/except.ts";
import { greenWeight, onGreen, putAlarm, putLogAlarm, setAlarm } from "../support/scenarios/alarms.ts";
import { expect, scenario, type ScenarioPlan, type Web } from "../support/scenarios/harness.ts";

const gates = [{ kind: "target-health" as const }, { kind: "alarm" as const, alarms: ["web-sad"] }];

/** The alarm is at rest, and the first step lasts ten minutes. */
const quiet = (more: (web: Web) => object = () => ({})): ScenarioPlan => ({
  declaration: { gates },
  traffic: { pause: "10m" },
  before: (web) => putAlarm(web, more(web)),
});

/** It rings a minute into the first step; answers how long green kept its traffic, in seconds. */
async function ringsAtTenPercent(web: Web): Promise<number> {
  await web.untilShifted(10);
  await web.minutes(1);
  setAlarm(web, "ALARM");
  const rang = web.simulator.clock.now();
  while (greenWeight(web) > 0) await web.simulator.clock.sleep(1000);
  return (web.simulator.clock.now() - rang) / 1000;
}

const blameOf = async (web: Web): Promise<string[]> =>
  (await web.entries()).flatMap(({ action, reason }) => (action?.endsWith("blame") ? [reason] : []));

scenario(
  "an alarm on green's own target group rings at 10 %: green is out at once, and its image is blamed",
  quiet(onGreen),
  async (web) => {
    const image = await web.publish();
    expect(await ringsAtTenPercent(web)).toBeLessThan(120);
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "rolled-back", failure: { imageAtFault: true } });
    expect(await isQuarantined(web.ledger, image, "web")).toBe(true);
  },
);

scenario(
  "an alarm on the logs at rest lets green through",
  { ...quiet(), traffic: { pause: "2m" }, before: putLogAlarm },
  async (web) => {
    await web.publish();
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "succeeded" });
  },
);

scenario(
  "an alarm on the logs rings at 10 % and is OK two minutes after green was out: its image is blamed",
  { ...quiet(), before: putLogAlarm },
  async (web) => {
    await web.publish();
    expect(await ringsAtTenPercent(web)).toBeLessThan(120);
    await web.minutes(2);
    setAlarm(web, "OK");
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "rolled-back", failure: { imageAtFault: true } });
  },
);

scenario(
  "an alarm of the whole balancer rings at 10 % and is OK two minutes after green was out: its image is blamed",
  quiet(),
  async (web) => {
    const image = await web.publish();
    expect(await ringsAtTenPercent(web)).toBeLessThan(120);
    expect(await isQuarantined(web.ledger, image, "web")).toBe(false);
    await web.minutes(2);
    setAlarm(web, "OK");
    await web.settled();
    expect(await web.rollout()).toMatchObject({
      outcome: "rolled-back",
      failure: { imageAtFault: true, reach: "fleet" },
    });
    expect(await blameOf(web)).toEqual([
      expect.stringMatching(/^the image is at fault: alarm web-sad has been OK/),
    ]);
    expect(await isQuarantined(web.ledger, image, "web")).toBe(true);
  },
);

scenario(
  "it rings on with green out of traffic: green was not it, and the target is refused until a person says so",
  quiet(),
  async (web) => {
    const image = await web.publish();
    expect(await ringsAtTenPercent(web)).toBeLessThan(120);
    const began = web.simulator.clock.now();
    await web.settled();
    // Five minutes are what an alarm of one minute looks at; who comes later is not waited for.
    expect((web.simulator.clock.now() - began) / 60_000).toBeLessThan(7);
    expect(await web.rollout()).toMatchObject({ outcome: "rolled-back", failure: { imageAtFault: false } });
    expect(await blameOf(web)).toEqual([expect.stringMatching(/^the image is not blamed: .*now ALARM/)]);
    expect(await isQuarantined(web.ledger, image, "web")).toBe(false);
    expect((await readExcept(web.ledger, "web")).map((each) => each.image)).toEqual([image]);
    setAlarm(web, "OK");
  },
);

scenario(
  "an alarm that is on blue's target group alone takes green out, and blames nobody",
  quiet(({ account }) => ({
    Dimensions: [{ Name: "TargetGroup", Value: account.targetGroups[0]?.split(/:(?=targetgroup)/u)[1] }],
  })),
  async (web) => {
    const image = await web.publish();
    expect(await ringsAtTenPercent(web)).toBeLessThan(120);
    setAlarm(web, "OK");
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "rolled-back", failure: { imageAtFault: false } });
    expect(await isQuarantined(web.ledger, image, "web")).toBe(false);
  },
);

for (const state of ["OK", "ALARM"] as const) {
  scenario(
    `servers that pull: an alarm rings, green goes, and the alarm is ${state}`,
    {
      strategy: "none",
      declaration: { gates: [{ kind: "instance-status" }, ...gates.slice(1)], bake: "20m" },
      before: putAlarm,
    },
    async (web) => {
      const image = await web.publish();
      await web.until("Bake");
      await web.minutes(1);
      setAlarm(web, "ALARM");
      await web.until("RollBack");
      await web.minutes(2);
      setAlarm(web, state);
      await web.settled();
      expect((await web.rollout()).outcome).toBe("rolled-back");
      expect(await isQuarantined(web.ledger, image, "web")).toBe(state === "OK");
    },
  );
}
